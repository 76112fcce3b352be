package io.activationgateway.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.VendorResponse;
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
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of 20 fields, from the sender's bytes to a vendor's requests: as many drafts as the vendor's limits ask for, finished
 * bodies included. For the test of the garbage and for the benchmark of the speed. Not thread-safe.
 */
public final class Encoding {

    private static final Instant AT = Instant.parse("2026-11-22T09:00:00Z");
    private static final String AUDIENCE = "runners";

    private final String what;
    private final Connector connector;
    private final Attempt attempt;
    private final List<SlicedRecord> records = new ArrayList<>();
    private int requests;

    /** {@code what} is a vendor and an operation, for example {@code iterable/upsert}. */
    public Encoding(String what, int rows) {
        this.what = what;
        this.connector = EncodingVendors.connect(what.substring(0, what.indexOf('/')));
        var operation = EncodingVendors.operation(what);
        this.attempt = new Attempt(
                operation,
                operation.needsAudience() ? AUDIENCE : null,
                new Use("newsletter", Channel.EMAIL),
                "bench-1",
                AT,
                AT,
                0);
        var read = rows(rows);
        var forms = new FieldForms(
                read, new FieldCatalogue("none", List.of()), new Masking(new byte[32]), LocalDate.of(2026, 11, 22));
        var plan = FieldPlan.of(Collections.nCopies(32, FieldAction.PASS).toArray(FieldAction[]::new));
        var verdict = new Verdict.Forward(plan, LegalBasis.CONSENT, List.of(), List.of());
        for (int row = 0; row < rows; row++) {
            records.add(new SlicedRecord(row, "01JD8Q5X5W7M1V2K3N4P5R6S7T-" + row, forms, verdict));
        }
        introduce();
    }

    /** Encodes all rows once; answers the bytes of the bodies. */
    public long run() {
        long bytes = 0;
        requests = 0;
        var draft = connector.draft(attempt);
        for (int at = 0; at < records.size(); at++) {
            var addition = draft.add(records.get(at));
            if (addition instanceof Draft.Full) {
                bytes += finish(draft).request().body().length();
                draft = connector.draft(attempt);
                addition = draft.add(records.get(at));
            }
            if (!(addition instanceof Draft.Taken)) {
                throw new IllegalStateException(what + " cannot be measured: " + addition);
            }
        }
        return bytes + finish(draft).request().body().length();
    }

    /** How many requests the last run was. */
    public int requests() {
        return requests;
    }

    private Sent finish(Draft draft) {
        requests++;
        return draft.finish();
    }

    /** What a vendor is asked once, before the first request, has been asked: for a token, or for the account's region. */
    private void introduce() {
        var draft = connector.draft(attempt);
        draft.add(records.getFirst());
        var sent = draft.finish();
        if (sent.later() != null) {
            var answer = Buffer.buffer("{\"access_token\":\"bench\",\"expires_in\":3600,\"region\":\"eu\"}");
            connector.read(sent, new VendorResponse(200, MultiMap.caseInsensitiveMultiMap(), answer, AT));
        }
    }

    private static Rows rows(int rows) {
        var json = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            json.append(row(row)).append('\n');
        }
        var body = json.toString().getBytes(UTF_8);
        if (RowReader.read(body, BodyFormat.NDJSON, Columns.DEFAULT, new Numbered(), Limits.DEFAULT)
                instanceof Reading.Parsed(var parsed)) {
            return parsed;
        }
        throw new IllegalStateException("the rows cannot be read");
    }

    private static String row(int row) {
        return """
                {"id":"r-%1$d","user_id":"cust-%1$d","email":"person%1$d@example.com","phone":"+905550%1$06d",\
                "event":"Order Completed","occurred_at":"2026-11-21T10:15:30Z","first_name":"Ayşe","last_name":"Yılmaz",\
                "city":"İzmir","region":"Ege","postal_code":"35220","language":"tr","segment":"loyal","tier":"gold",\
                "orders":%2$d,"revenue":1234.56,"last_order":"2026-11-20T18:30:00+03:00","newsletter":true,"score":0.82,\
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
