"""A whole population at once: Parquet in, Parquet out, streamed, taken up again where it was stopped. Needs pyarrow (extra `masse`)."""
