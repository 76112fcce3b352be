package io.activationgateway.gateway.ledger;

import io.activationgateway.connectors.Operation;
import io.activationgateway.consent.register.Position;
import io.activationgateway.gateway.ledger.LedgerEntry.Attempt;
import io.activationgateway.gateway.ledger.LedgerEntry.Decided;
import io.activationgateway.gateway.ledger.LedgerEntry.End;
import io.activationgateway.gateway.ledger.LedgerEntry.Intent;
import io.activationgateway.gateway.ledger.LedgerEntry.LastCheck;
import io.activationgateway.gateway.ledger.LedgerEntry.Outcome;
import io.activationgateway.gateway.ledger.LedgerEntry.Plan;
import io.activationgateway.gateway.ledger.LedgerEntry.Snapshot;
import io.activationgateway.gateway.ledger.LedgerEntry.Way;
import io.activationgateway.residency.signing.SigningKey;
import io.activationgateway.residency.verdict.FieldAction;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Entries and ledgers for the tests of this package. */
final class Samples {

    static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    static final String ORIGIN = "eu-central/node-1";
    static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    static final Way WAY = new Way("crm", "iterable-eu", "email-newsletter", Operation.UPSERT, true);
    static final Snapshot SNAPSHOT = new Snapshot(12, "sha256:ab", new Position(17, 8812, 3));
    static final Plan PLAN = new Plan(
            List.of(new Plan.Field("email", FieldAction.PASS), new Plan.Field("health_interest", FieldAction.DROP)));
    static final Plan LESS = new Plan(List.of(new Plan.Field("email", FieldAction.PASS)));

    private Samples() {}

    static Intent intent(String request, int records) {
        var list = new IntendedRecords(0);
        int plan = list.plan(PLAN);
        for (int i = 0; i < records; i++) {
            list.add(i, 0x0123456789abcdefL, i, plan);
        }
        return new Intent(new Attempt("01J0", 1, request), NOW, WAY, SNAPSHOT, list);
    }

    static Outcome outcome(String request, int records) {
        var list = new EndedRecords(0);
        for (int i = 0; i < records; i++) {
            list.add(i, End.ACCEPTED, "ok");
        }
        return new Outcome(new Attempt("01J0", 1, request), NOW, new LastCheck(99, new Position(17, 8813, 4)), list);
    }

    static Decided decided() {
        var list = new EndedRecords(0);
        list.addSubject(1, -1, 2, End.WITHHELD, "consent.withdrawn");
        list.add(2, End.MISDIRECTED, "residency.home-region");
        return new Decided("01J0", NOW, WAY, SNAPSHOT, list);
    }

    static Ledger open(Path folder) {
        return Ledger.open(folder, KEY, ORIGIN, InstantSource.fixed(NOW));
    }

    /** Appends pairs of intent and outcome and waits for all. */
    static void fill(Ledger ledger, int pairs) {
        var all = new ArrayList<CompletableFuture<Long>>();
        for (int i = 0; i < pairs; i++) {
            all.add(ledger.append(intent("r-" + i, 2)).toCompletableFuture());
            all.add(ledger.append(outcome("r-" + i, 2)).toCompletableFuture());
        }
        all.forEach(CompletableFuture::join);
    }
}
