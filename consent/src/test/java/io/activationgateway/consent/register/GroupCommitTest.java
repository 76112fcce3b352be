package io.activationgateway.consent.register;

import static io.activationgateway.consent.register.Fixture.KEY;
import static io.activationgateway.consent.register.Fixture.START;
import static io.activationgateway.consent.register.Fixture.await;
import static io.activationgateway.consent.register.Fixture.grant;
import static io.activationgateway.consent.register.Fixture.grantUntil;
import static io.activationgateway.consent.register.Fixture.withdrawal;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.calendar.BusinessCalendar;
import io.activationgateway.consent.event.ConsentEvent;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.SubjectKeys;
import io.activationgateway.consent.profile.ConsentProfile;
import io.activationgateway.consent.profile.ConsentState;
import io.activationgateway.consent.register.AppendResult.Appended;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many events at once. */
@ParameterizedClass
@EnumSource(Database.class)
class GroupCommitTest {

    private static final InstantSource CLOCK = InstantSource.fixed(START);
    private static final BusinessCalendar WEEKDAYS = BusinessCalendar.weekdays(ZoneId.of("Europe/Istanbul"));
    private static final int MANY = 1_000;

    @Parameter
    private Database database;

    @TempDir
    private Path folder;

    @Test
    void aRegisterBuiltAnewKnowsEveryEventOfALargeGroup() {
        var events = IntStream.range(0, MANY).mapToObj(GroupCommitTest::event).toList();
        try (var store = database.open(folder, CLOCK);
                var register = open(store, RegisterSettings.DEFAULT)) {
            var answer = await(register.append(events));
            assertThat(answer.results())
                    .extracting(result -> ((Appended) result).sequence())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, MANY).boxed().toList());
        }
        try (var store = database.open(folder, CLOCK);
                var register = open(store, RegisterSettings.DEFAULT)) {
            for (int i = 0; i < MANY; i++) {
                var state = profile(register, "p" + i + "@example.com").cell(Fixture.NEWSLETTER);
                assertThat(state.data()).isEqualTo(i % 3 == 0 ? ConsentState.WITHDRAWN : ConsentState.GRANTED);
                var held = await(register.subject(List.of(Fixture.identifier("u-" + i))));
                assertThat(held.getFirst().events())
                        .singleElement()
                        .satisfies(
                                logged -> assertThat(logged.evidence().notice()).isEqualTo("v4"));
            }
        }
    }

    @Test
    void aWithdrawalGoesBeforeTheImportThatWaits() {
        var isAppending = new CountDownLatch(1);
        var mayGoOn = new CountDownLatch(1);
        var asked = new AtomicInteger();
        var settings = Fixture.SMALL.withCalendar(() -> {
            if (asked.getAndIncrement() == 0) {
                isAppending.countDown();
                pass(mayGoOn);
            }
            return WEEKDAYS;
        });
        try (var store = database.open(folder, CLOCK);
                var register = open(store, settings)) {
            var bulk = register.append(
                    IntStream.range(0, 100).mapToObj(GroupCommitTest::event).toList());
            pass(isAppending);
            var one = register.append(List.of(withdrawal("mine", "mary@example.com")));
            mayGoOn.countDown();

            var sequence = ((Appended) await(one).results().getFirst()).sequence();
            assertThat(sequence).isEqualTo(Fixture.SMALL.group() + 1);
            assertThat(await(bulk).results()).hasSize(100);
        }
    }

    private static ConsentEvent event(int i) {
        String[] identifiers = {"p" + i + "@example.com", "u-" + i};
        return switch (i % 3) {
            case 0 -> withdrawal("ev-" + i, identifiers);
            case 1 -> grant("ev-" + i, identifiers);
            default -> grantUntil("ev-" + i, START.plusSeconds(60 + i), identifiers);
        };
    }

    private static ConsentRegister open(RegisterStore store, RegisterSettings settings) {
        var register = ConsentRegister.load(
                store, KeyRing.of(KEY), CLOCK, () -> 0, RegisterPorts.of(SendFence.NOTHING_IS_SENT), settings);
        await(register.loaded());
        return register;
    }

    private static ConsentProfile profile(ConsentRegister register, String identifier) {
        var key = new SubjectKeys(KeyRing.of(KEY)).key(Fixture.identifier(identifier));
        return register.profile(register.find(0, key.high(), key.low()));
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
