package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.event.Effect;
import io.activationgateway.consent.event.RecordedEvent;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.profile.ConsentProfileCodec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when very many subjects fall due at one instant; each reading of the ticker takes 100 ms here. */
class ReplicaTest {

    private static final int MANY = 10_000;
    private static final int BEFORE = 0;
    private static final int AFTER = 1;
    private static final Instant MIDNIGHT = Fixture.START.plus(Duration.ofMinutes(10));
    private static final RecordedEvent EVENT = new RecordedEvent(
            "ev-1", Fixture.withdrawal("ev-1", "u-1").change(), null, Timing.ON_ARRIVAL, Fixture.START, false);

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Fixture.START);
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicInteger wakes = new AtomicInteger();
    private final Replica replica = new Replica(
            KeyRing.of(Fixture.KEY),
            now::get,
            () -> ticks.addAndGet(Duration.ofMillis(100).toNanos()),
            16,
            wakes::incrementAndGet);
    private RegisterStore store;
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        store = RegisterStore.h2(folder.resolve("register"), now::get);
        connection = store.dataSource().getConnection();
        try (var insert = connection.prepareStatement("INSERT INTO profile VALUES (?, ?, ?)")) {
            for (int number : List.of(BEFORE, AFTER)) {
                var canonical = ConsentProfileCodec.encode(SampleProfiles.profile(number));
                insert.setInt(1, number);
                insert.setBytes(2, Digest.of(canonical).bytes());
                insert.setBytes(3, canonical);
                insert.executeUpdate();
            }
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        store.close();
    }

    @Test
    void pausesSoThatTheLeaseIsRenewedAndGoesOnUntilAllIsSwitched() throws SQLException {
        var head = Head.read(connection);
        replica.load(connection, head, Standing.Cause.LOADING);
        replica.readAhead(connection);
        var rows = IntStream.rangeClosed(1, MANY).mapToObj(ReplicaTest::row).toList();
        replica.apply(rows, head.after(rows.getLast()));

        now.set(MIDNIGHT);
        replica.switchDue();
        assertThat(switched()).isBetween(1L, MANY / 2L);
        renew(head.after(rows.getLast()));
        assertThat(replica.standing()).isEqualTo(new Standing.Stale(Standing.Cause.BEHIND));
        assertThat(wakes).hasValue(1);

        for (int pass = 1; replica.isDue(); pass++) {
            assertThat(wakes).hasValue(pass);
            assertThat(pass).isLessThan(MANY);
            replica.switchDue();
            replica.goOn();
        }
        assertThat(switched()).isEqualTo(MANY);
        renew(head.after(rows.getLast()));
        assertThat(replica.standing()).isInstanceOf(Standing.Current.class);
    }

    @Test
    void readsInPagesWhatFellDueAtOneInstantWhileItWasStopped() throws SQLException {
        store(IntStream.rangeClosed(1, MANY).mapToObj(ReplicaTest::row).toList());
        now.set(MIDNIGHT.plus(Duration.ofDays(3)));
        replica.load(connection, Head.read(connection), Standing.Cause.LOADING);
        assertThat(switched()).isZero();

        int passes = 0;
        for (; replica.isDue(); passes++) {
            assertThat(passes).isLessThan(MANY);
            if (replica.needsReadAhead()) {
                replica.readAhead(connection);
            }
            replica.switchDue();
        }
        assertThat(passes).isGreaterThan(2);
        assertThat(switched()).isEqualTo(MANY);
    }

    /** As many as hold the later profile. */
    private long switched() {
        return IntStream.rangeClosed(1, MANY)
                .filter(i -> replica.profile(replica.find(0, i, -i)).equals(SampleProfiles.profile(AFTER)))
                .count();
    }

    private void renew(Head head) {
        replica.renewed(
                new Lease(
                        ticks.get(),
                        now.get().toEpochMilli(),
                        Duration.ofSeconds(5).toNanos()),
                head);
    }

    private static LogRow row(int number) {
        return new LogRow(
                number,
                List.of(new SubjectKey(number, -number)),
                EVENT,
                new Effect.Applied(),
                BEFORE,
                List.of(new LogRow.Due(MIDNIGHT.toEpochMilli(), AFTER)),
                null,
                Digest.EMPTY);
    }

    /** Stores rows as far as a node reads them that loads the log. */
    private void store(List<LogRow> rows) throws SQLException {
        try (var logged = connection.prepareStatement("INSERT INTO consent_log (sequence, subject, event_hash,"
                        + " subject_keys, event, effect, profile, due, digest)"
                        + " VALUES (?, ?, 0, ?, '', 'APPLIED', ?, '', '')");
                var due = connection.prepareStatement("INSERT INTO due VALUES (?, ?, ?, ?)")) {
            for (var row : rows) {
                logged.setLong(1, row.sequence());
                logged.setLong(2, row.sequence());
                logged.setBytes(3, LogRow.pack(row.keys()));
                logged.setInt(4, row.profile());
                logged.addBatch();
                due.setLong(1, row.due().getFirst().at());
                due.setLong(2, row.sequence());
                due.setBytes(3, LogRow.pack(row.keys()));
                due.setInt(4, row.due().getFirst().profile());
                due.addBatch();
            }
            logged.executeBatch();
            due.executeBatch();
        }
    }
}
