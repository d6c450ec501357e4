package exchange_test

import (
	"testing"

	"pingyi/store/exchange"
)

func benchmarkRead(b *testing.B, f exchange.Format) {
	data := exported(b, f, examplePlan("401", 10))
	src := exchange.Source{Name: "401." + string(f), Year: 2016}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := exchange.Read(src, data); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "plans/s")
}

func BenchmarkReadTXT(b *testing.B)  { benchmarkRead(b, exchange.TXT) }
func BenchmarkReadCSV(b *testing.B)  { benchmarkRead(b, exchange.CSV) }
func BenchmarkReadXLSX(b *testing.B) { benchmarkRead(b, exchange.XLSX) }
func BenchmarkReadDOCX(b *testing.B) { benchmarkRead(b, exchange.DOCX) }
func BenchmarkReadJSON(b *testing.B) { benchmarkRead(b, exchange.JSON) }
