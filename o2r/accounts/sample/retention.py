from o2r.core.retention.registry import NO_PERSONAL_DATA, declare

# Invented files, on which access is measured: nobody is behind them.
declare("sample.SampleRecord", personal=NO_PERSONAL_DATA)
