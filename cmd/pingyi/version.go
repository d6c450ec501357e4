package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.of("显示版本", "print the version"),
		Args:  none,
		RunE: func(*cobra.Command, []string) error {
			version, revision := "(devel)", ""
			goVersion := ""
			if info, ok := debug.ReadBuildInfo(); ok {
				version, goVersion = info.Main.Version, info.GoVersion
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						revision = s.Value
					}
				}
			}
			if a.json {
				return a.printJSON(map[string]string{"version": version, "revision": revision, "go": goVersion})
			}
			fmt.Fprintln(a.out, "pingyi", version, revision, goVersion)
			return nil
		},
	}
}
