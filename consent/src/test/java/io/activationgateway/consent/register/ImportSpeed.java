package io.activationgateway.consent.register;

import io.activationgateway.consent.event.Change;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.event.Evidence;
import io.activationgateway.consent.event.EvidenceMethod;
import io.activationgateway.consent.event.Timing;
import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.profile.Cell;
import io.activationgateway.consent.profile.Channel;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.profile.LegalBasis;
import io.activationgateway.consent.profile.PurposeCode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Measures a durable bulk import: grants with evidence, each of a new person with an e-mail address and a user id, in
 * calls of 1,000, eight of them under way, as a body over HTTP has. Prints one line.
 *
 * <p>Arguments: {@code h2} or {@code postgresql}, and how many events; default {@code postgresql 1000000}.
 */
final class ImportSpeed {

    private static final int CALL = 1_000;
    private static final int UNDER_WAY = 8;
    private static final PurposeCode[] PURPOSES = {
        PurposeCode.DIRECT_MARKETING, PurposeCode.PROFILING, PurposeCode.ANALYTICS
    };

    private ImportSpeed() {}

    public static void main(String[] args) throws IOException {
        var database = args.length > 0 ? args[0] : "postgresql";
        int events = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        var store = database.equals("h2")
                ? RegisterStore.h2(Files.createTempDirectory("import").resolve("register"), InstantSource.system())
                : RegisterStore.postgresql(
                        TestPostgres.newDatabase(), "postgres", "postgres", RegisterSettings.DEFAULT);
        try (store;
                var register = ConsentRegister.open(
                        store,
                        KeyRing.of(Fixture.KEY),
                        InstantSource.system(),
                        System::nanoTime,
                        RegisterPorts.of(SendFence.NOTHING_IS_SENT),
                        RegisterSettings.DEFAULT)) {
            Fixture.await(register.loaded());
            long start = System.nanoTime();
            append(register, events);
            var took = Duration.ofNanos(System.nanoTime() - start);
            System.out.printf(
                    Locale.ROOT,
                    "import: %s, %d consents in %.1f s, %.0f a second%n",
                    database,
                    events,
                    took.toMillis() / 1e3,
                    events * 1e3 / took.toMillis());
        }
        System.exit(0);
    }

    private static void append(ConsentRegister register, int events) {
        var underWay = new ArrayDeque<CompletableFuture<AppendAnswer>>();
        for (int from = 0; from < events; from += CALL) {
            var call = new ArrayList<ConsentEvent>(CALL);
            for (int i = from; i < Math.min(events, from + CALL); i++) {
                call.add(grant(i));
            }
            underWay.add(register.append(call).toCompletableFuture());
            if (underWay.size() == UNDER_WAY) {
                Fixture.await(underWay.remove());
            }
        }
        underWay.forEach(Fixture::await);
    }

    private static ConsentEvent grant(int i) {
        var cell = new Cell("acme", PURPOSES[i % PURPOSES.length], i % 2 == 0 ? Channel.EMAIL : Channel.SMS);
        return new ConsentEvent(
                "import-" + i,
                List.of(
                        new Identifier(IdentifierType.EMAIL, "person" + i + "@example.com"),
                        new Identifier(IdentifierType.USER_ID, "u-" + i)),
                i % 4 == 0 ? "TR" : "DE",
                new Change.Choice(cell, ConsentState.GRANTED, LegalBasis.CONSENT),
                Timing.ON_ARRIVAL,
                new Evidence("v4", EvidenceMethod.TICKED_BY_USER, "web-signup", "checkout"));
    }
}
