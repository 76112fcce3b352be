package io.activationgateway.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Settings;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.catalogue.Vendors;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.FieldNames;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.ingest.Rows;
import io.activationgateway.residency.policy.FieldCatalogue;
import io.activationgateway.residency.verdict.FieldAction;
import io.activationgateway.residency.verdict.FieldPlan;
import io.activationgateway.residency.verdict.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * 500 rows of 20 fields, from the sender's bytes to a vendor's requests: as many drafts as the vendor's limits ask for,
 * finished bodies included. A score is rows a second; the garbage of a row that the profiler shows holds the body's bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EncodeBench {

    private static final int ROWS = 500;
    private static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");

    /** A vendor and an operation. */
    @Param({"iterable/upsert", "iterable/track", "segment/upsert", "segment/track", "webhook/upsert", "webhook/track"})
    public String what;

    private Connector connector;
    private Attempt attempt;
    private List<SlicedRecord> records;

    @Setup
    public void prepare() {
        var vendor = what.substring(0, what.indexOf('/'));
        var operation = Operation.valueOf(what.substring(what.indexOf('/') + 1).toUpperCase(Locale.ROOT));
        connector = Vendors.all().find(vendor).connect(new Settings("destinations.bench", settings(vendor)));
        attempt = new Attempt(operation, null, new Use("newsletter", Channel.EMAIL), "bench-1", AT, AT, 0);
        var rows = rows();
        var forms = new FieldForms(
                rows, new FieldCatalogue("none", List.of()), new Masking(new byte[32]), LocalDate.of(2026, 11, 22));
        var plan = FieldPlan.of(Collections.nCopies(32, FieldAction.PASS).toArray(FieldAction[]::new));
        var verdict = new Verdict.Forward(plan, LegalBasis.CONSENT, List.of(), List.of());
        records = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            records.add(new SlicedRecord(row, "01JD8Q5X5W7M1V2K3N4P5R6S7T-" + row, forms, verdict));
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long encode() {
        long bytes = 0;
        var draft = connector.draft(attempt);
        for (int at = 0; at < ROWS; at++) {
            var addition = draft.add(records.get(at));
            if (addition instanceof Draft.Full) {
                bytes += draft.finish().request().body().length();
                draft = connector.draft(attempt);
                addition = draft.add(records.get(at));
            }
            if (!(addition instanceof Draft.Taken)) {
                throw new IllegalStateException(what + " cannot be measured: " + addition);
            }
        }
        return bytes + draft.finish().request().body().length();
    }

    private static Map<String, Object> settings(String vendor) {
        return switch (vendor) {
            case "iterable" -> Map.of("region", "eu", "api_key", "bench");
            case "segment" -> Map.of("region", "eu", "write_key", "bench");
            case "webhook" ->
                Map.of(
                        "url", "https://example.com/hook",
                        "country", "DE",
                        "secret", "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz",
                        "max_records", 10_000,
                        "max_bytes", 1 << 24);
            default -> throw new IllegalArgumentException(vendor);
        };
    }

    private static Rows rows() {
        var json = new StringBuilder();
        for (int row = 0; row < ROWS; row++) {
            json.append(row(row)).append('\n');
        }
        var body = json.toString().getBytes(UTF_8);
        if (RowReader.read(body, BodyFormat.NDJSON, Columns.DEFAULT, new Numbered(), Limits.DEFAULT)
                instanceof Reading.Parsed(var rows)) {
            return rows;
        }
        throw new IllegalStateException("the rows cannot be read");
    }

    private static String row(int row) {
        return """
                {"id":"r-%1$d","user_id":"cust-%1$d","email":"person%1$d@example.com","phone":"+905550%1$06d",\
                "event":"Order Completed","occurred_at":"2026-11-21T10:15:30Z","first_name":"Ayşe","last_name":"Yılmaz",\
                "city":"İzmir","region":"Ege","postal_code":"35220","language":"tr","segment":"loyal","tier":"gold",\
                "orders":%2$d,"revenue":1234.56,"last_order":"2026-11-20","newsletter":true,"score":0.82,\
                "note":"prefers the evening, and e-mail"}""".formatted(row, row % 17);
    }

    /** Every name is a field of the catalogue, in the order of its first appearance. */
    private static final class Numbered implements FieldNames {

        private final List<String> names = new ArrayList<>();

        @Override
        public int number(String name) {
            int known = names.indexOf(name);
            if (known < 0) {
                names.add(name);
                return names.size() - 1;
            }
            return known;
        }

        @Override
        public Type type(int field) {
            return Type.STRING;
        }

        @Override
        public boolean structured(int field) {
            return false;
        }

        @Override
        public boolean inner(int field, String name) {
            return false;
        }
    }
}
