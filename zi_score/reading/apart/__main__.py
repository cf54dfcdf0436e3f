"""The process that reads, as it is started."""

from zi_score.reading.apart import serve

serve()
