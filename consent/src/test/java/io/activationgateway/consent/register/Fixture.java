package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.PurposeCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A register whose clock and ticker the test moves by hand. */
final class Fixture implements AutoCloseable {

    static final Cell NEWSLETTER = new Cell("acme", PurposeCode.DIRECT_MARKETING, Channel.EMAIL);
    static final PseudonymKey KEY = PseudonymKey.of(new byte[PseudonymKey.LENGTH]);
    static final Instant START = Instant.parse("2026-05-01T10:00:00Z");
    static final RegisterSettings SMALL = new RegisterSettings(Duration.ofSeconds(5), Duration.ofSeconds(1), 16, 8);

    final AtomicReference<Instant> now;
    final AtomicLong ticks = new AtomicLong(-3);
    final RegisterStore store;
    final ConsentRegister register;
    private final SubjectKeys keys = new SubjectKeys(KeyRing.of(KEY));

    private Fixture(Function<InstantSource, RegisterStore> database, Instant now, SendFence fence) {
        this.now = new AtomicReference<>(now);
        InstantSource clock = this.now::get;
        store = database.apply(clock);
        register = ConsentRegister.load(store, KeyRing.of(KEY), clock, ticks::get, RegisterPorts.of(fence), SMALL);
    }

    static Fixture open(Path folder) {
        return open(Database.H2, folder);
    }

    static Fixture open(Database database, Path folder) {
        return open(database, folder, START, SendFence.NOTHING_IS_SENT);
    }

    static Fixture open(Database database, Path folder, Instant now, SendFence fence) {
        return open(clock -> database.open(folder, clock), now, fence);
    }

    static Fixture open(Function<InstantSource, RegisterStore> database, Instant now, SendFence fence) {
        var fixture = new Fixture(database, now, fence);
        await(fixture.register.loaded());
        return fixture;
    }

    static ConsentEvent grant(String id, String... identifiers) {
        return grantUntil(id, null, identifiers);
    }

    static ConsentEvent grantUntil(String id, @Nullable Instant expires, String... identifiers) {
        return event(
                id,
                new Change.Choice(NEWSLETTER, ConsentState.GRANTED, LegalBasis.CONSENT),
                new Timing(null, expires, false),
                identifiers);
    }

    static ConsentEvent withdrawal(String id, String... identifiers) {
        return event(id, new Change.Choice(NEWSLETTER, ConsentState.WITHDRAWN, null), Timing.ON_ARRIVAL, identifiers);
    }

    static ConsentEvent event(String id, Change change, Timing timing, String... identifiers) {
        return new ConsentEvent(
                id,
                Arrays.stream(identifiers).map(Fixture::identifier).toList(),
                "DE",
                change,
                timing,
                new Evidence("v4", EvidenceMethod.TICKED_BY_USER, "web-signup", "checkout"));
    }

    static Identifier identifier(String value) {
        return new Identifier(value.contains("@") ? IdentifierType.EMAIL : IdentifierType.USER_ID, value);
    }

    List<AppendResult> append(ConsentEvent... events) {
        return await(register.append(List.of(events))).results();
    }

    List<HeldSubject> held(String... identifiers) {
        return await(register.subject(
                Arrays.stream(identifiers).map(Fixture::identifier).toList()));
    }

    void execute(String sql) throws SQLException {
        try (var connection = store.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    int number(String identifier) {
        var key = keys.key(identifier(identifier));
        return register.find(0, key.high(), key.low());
    }

    ConsentProfile profile(String identifier) {
        int number = number(identifier);
        return number == ConsentView.UNKNOWN ? ConsentProfile.UNKNOWN : register.profile(number);
    }

    ConsentState newsletter(String identifier) {
        return profile(identifier).cell(NEWSLETTER).data();
    }

    boolean isIn(ConsentView.Changes changes, String identifier) {
        var key = keys.key(identifier(identifier));
        return changes.contains(0, key.high(), key.low());
    }

    /** Legal and monotonic time go on together. */
    void pass(Duration time) {
        now.updateAndGet(then -> then.plus(time));
        ticks.addAndGet(time.toNanos());
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer", e);
        }
    }

    @Override
    public void close() {
        register.close();
        store.close();
    }
}
