package io.activationgateway.gateway.optout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.Use;
import io.activationgateway.connectors.courier.Attempt;
import io.activationgateway.connectors.courier.Consignment;
import io.activationgateway.connectors.courier.Courier;
import io.activationgateway.connectors.courier.Ending;
import io.activationgateway.connectors.courier.JobState;
import io.activationgateway.connectors.courier.OpenJob;
import io.activationgateway.connectors.courier.Reach;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.signal.SignalDemands;
import io.activationgateway.gateway.delivery.Activation;
import io.activationgateway.gateway.delivery.Delivery;
import io.activationgateway.gateway.delivery.Desk;
import io.activationgateway.gateway.delivery.Evidence;
import io.activationgateway.gateway.delivery.Masking;
import io.activationgateway.gateway.ingest.BodyFormat;
import io.activationgateway.gateway.ingest.Columns;
import io.activationgateway.gateway.ingest.Limits;
import io.activationgateway.gateway.ingest.Reading;
import io.activationgateway.gateway.ingest.RowReader;
import io.activationgateway.gateway.region.SettableClock;
import io.activationgateway.gateway.region.TestDatabase;
import io.activationgateway.gateway.screening.CatalogueNames;
import io.activationgateway.gateway.screening.NobodyKnown;
import io.activationgateway.gateway.screening.Occasion;
import io.activationgateway.gateway.screening.RowSignals;
import io.activationgateway.gateway.screening.ScreenedBatch;
import io.activationgateway.gateway.screening.Screening;
import io.activationgateway.residency.document.PolicyDocuments;
import io.activationgateway.residency.table.Direction;
import io.activationgateway.residency.table.PolicyTable;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody knows the end of holds up the opt-outs of whom it carries: only what has begun may be like that. */
class BrokenAttemptTest {

    private static final KeyRing KEYS = KeyRing.of(PseudonymKey.of(new byte[PseudonymKey.LENGTH]));
    private static final SubjectKey ADA =
            new SubjectKeys(KEYS).key(new Identifier(IdentifierType.EMAIL, "ada@example.com"));

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();

    @Test
    void anAttemptOfWhichARecordCannotBeSaidIsNotUnderWay() throws Exception {
        try (var database = TestDatabase.H2.open(folder, clock);
                var disclosures = Disclosures.open(database, KEYS, 0, clock::ticks)) {
            var recipient = disclosures.recipient("iterable-eu");
            var evidence = new Evidence(null, recipient, clock, true);
            var desk = new Desk(null, null, evidence, new Masking(new byte[32]), null, clock::ticks, _ -> {});
            var courier = new Intending();

            // By that day no age can be counted, so that nothing can be said.
            new Delivery(courier, desk).deliver(activation(Instant.MAX), removal(), new BitSet(), _ -> removal());

            assertThat(courier.intended).isNotNull().matches(Future::failed);
            assertThat(recipient.isCarrying(0, Set.of(ADA))).isFalse();
        }
    }

    private static Activation activation(Instant since) {
        return new Activation(
                "01JD8Q5X5W7M1V2K3N4P5R6S7T",
                "warehouse-eu",
                "acme-eu",
                "iterable-eu",
                new Use("email-newsletter", Channel.EMAIL),
                Operation.REMOVE,
                "70410",
                since,
                0);
    }

    /** What takes people out may go without their consent. */
    private ScreenedBatch removal() {
        var now = clock.instant();
        var table = PolicyTable.compile(
                ((PolicyDocuments.Loaded) PolicyDocuments.load(Path.of("..", "deploy", "policies"))).policies(), now);
        var reading = RowReader.read(
                "{\"id\":\"1\",\"country\":\"DE\",\"email\":\"ada@example.com\"}\n".getBytes(UTF_8),
                BodyFormat.NDJSON,
                Columns.DEFAULT,
                new CatalogueNames(table),
                Limits.DEFAULT);
        var rows = ((Reading.Parsed) reading).rows();
        return new Screening(new NobodyKnown(), new SubjectKeys(KEYS))
                .screen(
                        rows,
                        table,
                        table.route("iterable-eu", "email-newsletter", Direction.REMOVE, "acme-eu"),
                        new Occasion("acme-eu", now),
                        RowSignals.read(rows, SignalDemands.NONE, false, now));
    }

    /** Makes the intent of one attempt, and says nothing. */
    private static final class Intending implements Courier {

        private Future<BitSet> intended;

        @Override
        public Future<List<Ending>> deliver(Consignment consignment) {
            var all = new BitSet();
            all.set(0, consignment.size());
            try {
                intended = consignment.intend(new Attempt(0, 1, 1, consignment.key(), all));
            } catch (RuntimeException broken) {
                intended = Future.failedFuture(broken);
            }
            return Future.succeededFuture(List.of());
        }

        @Override
        public int places() {
            return 1;
        }

        @Override
        public Future<JobState> poll(OpenJob job, long deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void renew(Connector connector, Reach reach) {}

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
