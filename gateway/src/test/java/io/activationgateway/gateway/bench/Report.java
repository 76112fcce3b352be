package io.activationgateway.gateway.bench;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The figures side by side.
 *
 * @param ways in the order of the table; the one named {@code nginx}, where there is one, is what the others are held to
 * @param writes how long single withdrawals took beside the round of {@link ConsentWriter}, ascending, nanoseconds
 */
record Report(Setting setting, List<Figures> ways, List<Long> writes) {

    static final String NGINX = "nginx";

    /** What was measured, and on what. */
    record Setting(int connections, int seconds, int batches, long rowBytes) {}

    private Optional<Figures> nginx() {
        return ways.stream().filter(figures -> figures.way().equals(NGINX)).findFirst();
    }

    String table() {
        var text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "Batches of %,d rows of %d bytes (%d different ones), %d connections, %d s each; %d processors, %s, Java %s%n%n",
                SampleRows.ROWS,
                setting.rowBytes(),
                setting.batches(),
                setting.connections(),
                setting.seconds(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.version")));
        text.append(String.format(
                Locale.ROOT,
                "%-16s %9s %12s %8s %9s %9s %9s %11s %12s %9s%n",
                "way",
                "batches",
                "rows/s",
                "MB/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "CPU us/row",
                "alloc B/row",
                "of nginx"));
        for (var way : ways) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %,9d %,12.0f %,8.1f %9.2f %9.2f %9.2f %11.2f %12s %9s%n",
                    way.way(),
                    way.batches(),
                    way.rowsPerSecond(),
                    way.bytesPerSecond() / 1e6,
                    way.p50(),
                    way.p99(),
                    way.p999(),
                    way.cpuPerRow(),
                    way.allocatedPerRow().isPresent()
                            ? String.format(
                                    Locale.ROOT, "%,.0f", way.allocatedPerRow().getAsDouble())
                            : "-",
                    nginx().map(nginx ->
                                    String.format(Locale.ROOT, "%.3f", way.rowsPerSecond() / nginx.rowsPerSecond()))
                            .orElse("-")));
        }
        text.append(String.format(
                Locale.ROOT,
                "%nSingle withdrawals beside: %,d, p50 %.1f ms, p99 %.1f ms until acknowledged%n",
                writes.size(),
                Figures.percentile(writes, 0.5),
                Figures.percentile(writes, 0.99)));
        if (nginx().isEmpty()) {
            text.append(String.format(
                    Locale.ROOT, "%nnginx is not on the PATH, so there is nothing to hold the figures to.%n"));
        }
        return text.toString();
    }

    String json() throws IOException {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("processors", Runtime.getRuntime().availableProcessors());
            json.writeStringField("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
            json.writeStringField("java", System.getProperty("java.version"));
            json.writeNumberField("connections", setting.connections());
            json.writeNumberField("seconds", setting.seconds());
            json.writeNumberField("batch_rows", SampleRows.ROWS);
            json.writeNumberField("batches_different", setting.batches());
            json.writeNumberField("row_bytes", setting.rowBytes());
            json.writeArrayFieldStart("ways");
            for (var way : ways) {
                json.writeStartObject();
                json.writeStringField("way", way.way());
                json.writeNumberField("batches", way.batches());
                json.writeNumberField("rows_per_second", way.rowsPerSecond());
                json.writeNumberField("bytes_per_second", way.bytesPerSecond());
                json.writeNumberField("p50_ms", way.p50());
                json.writeNumberField("p99_ms", way.p99());
                json.writeNumberField("p999_ms", way.p999());
                json.writeNumberField("cpu_us_per_row", way.cpuPerRow());
                if (way.allocatedPerRow().isPresent()) {
                    json.writeNumberField(
                            "allocated_bytes_per_row", way.allocatedPerRow().getAsDouble());
                }
                if (nginx().isPresent()) {
                    json.writeNumberField(
                            "ratio_to_nginx",
                            way.rowsPerSecond() / nginx().get().rowsPerSecond());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberField("withdrawals", writes.size());
            json.writeNumberField("withdrawal_p50_ms", Figures.percentile(writes, 0.5));
            json.writeNumberField("withdrawal_p99_ms", Figures.percentile(writes, 0.99));
            json.writeEndObject();
        }
        return text + System.lineSeparator();
    }
}
