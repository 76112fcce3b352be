package io.activationgateway.gateway.screening;

import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * How long a what-if takes over a million recorded decisions, whose columns are filled at random, so that features are
 * many. Run from the gateway module's folder; prints one line.
 */
public final class WhatIfSpeed {

    private static final int ROWS = 1_000_000;
    private static final int BATCH = 1_000;
    private static final Instant NOW = Instant.parse("2026-11-20T07:00:00Z");
    private static final List<String> COUNTRIES = List.of("DE", "FR", "IT", "ES", "NL", "AT", "PL", "SE", "GB", "US");

    private WhatIfSpeed() {}

    public static void main(String[] arguments) {
        var policies = ((PolicyDocuments.Loaded) PolicyDocuments.load(Path.of("../deploy/policies"))).policies();
        var table = PolicyTable.compile(policies, NOW);
        var columns = table.catalogue().fields().stream()
                .filter(field -> !field.names().isEmpty() && !field.structured())
                .map(field -> field.names().getFirst())
                .filter(name -> !name.equals("id") && !name.equals("country"))
                .toList();
        var view = new NobodyKnown();
        var record = new TrafficRecord(200_000, view, () -> NOW);
        var errand = new TrafficRecord.Errand("crm", "iterable-eu", "email-newsletter", Direction.DISCLOSE, "acme-eu");
        var recorder = record.recorder();
        var screening =
                new Screening(view, new SubjectKeys(KeyRing.of(PseudonymKey.of(new byte[PseudonymKey.LENGTH]))));
        var random = new Random(1);
        long spent = 0;
        for (int batch = 0; batch < ROWS / BATCH; batch++) {
            var body = new StringBuilder();
            for (int row = 0; row < BATCH; row++) {
                body.append("{\"id\":\"")
                        .append(row)
                        .append("\",\"country\":\"")
                        .append(COUNTRIES.get(random.nextInt(COUNTRIES.size())))
                        .append('"');
                for (int column = 0; column < Math.min(12, columns.size()); column++) {
                    if (random.nextBoolean()) {
                        body.append(",\"").append(columns.get(column)).append("\":\"1\"");
                    }
                }
                body.append("}\n");
            }
            var rows = ((Reading.Parsed) RowReader.read(
                            body.toString().getBytes(StandardCharsets.UTF_8),
                            BodyFormat.NDJSON,
                            Columns.DEFAULT,
                            new CatalogueNames(table),
                            Limits.DEFAULT))
                    .rows();
            var route = table.route("iterable-eu", "email-newsletter", Direction.DISCLOSE, "acme-eu");
            var signals = RowSignals.read(rows, SignalDemands.NONE, false, NOW);
            var screened = screening.screen(rows, table, route, new Occasion("acme-eu", NOW), signals);
            long began = System.nanoTime();
            recorder.add(screened, errand);
            spent += System.nanoTime() - began;
        }
        long began = System.nanoTime();
        var later = Instant.parse("2026-12-20T07:00:00Z");
        var report = WhatIf.compare(
                record, view, PolicyTable.compile(policies, later), PolicyTable.compile(policies, later));
        System.out.printf(
                "what-if over %,d recorded decisions (%,d features): %.0f ms; recording: %.0f ns a row%n",
                report.recorded(), report.features(), (System.nanoTime() - began) / 1e6, (double) spent / ROWS);
    }
}
