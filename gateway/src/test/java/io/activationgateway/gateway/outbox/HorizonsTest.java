package io.activationgateway.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How often the database is looked at; what it says is tested with the outbox. */
class HorizonsTest {

    private final ArrayList<Runnable> desk = new ArrayList<>();
    private final Emptiness emptiness = new Emptiness(false);

    @Test
    void whoAsksBeforeALookBeginsSharesIt() {
        var horizons = new Horizons(HorizonsTest::one, emptiness, this::later);
        var first = horizons.of("hook");
        assertThat(horizons.of("hook")).isSameAs(first);
        assertThat(horizons.of("other")).isNotSameAs(first);
        assertThat(desk).hasSize(2);

        desk.getFirst().run();
        assertThat(first.toCompletableFuture()).isCompletedWithValue(new Horizon(1));
        assertThat(horizons.of("hook")).isNotSameAs(first);
        assertThat(desk).hasSize(3);
    }

    /** What was stored after a look began, it may not have seen. */
    @Test
    void whoAsksDuringALookWaitsForTheNext() {
        var asked = new ArrayList<Object>();
        var horizons = new Horizons[1];
        horizons[0] = new Horizons(
                destination -> {
                    asked.add(horizons[0].of(destination));
                    return new Horizon(1);
                },
                emptiness,
                this::later);
        var first = horizons[0].of("hook");
        desk.getFirst().run();
        assertThat(asked).hasSize(1).doesNotContain(first);
    }

    @Test
    void nothingIsLookedAtWhereNothingCanLie() {
        emptiness.nothingSince(emptiness.mark());
        var horizons = new Horizons(HorizonsTest::one, emptiness, this::later);
        assertThat(horizons.of("hook").toCompletableFuture()).isCompletedWithValue(Horizon.NOTHING);
        assertThat(desk).isEmpty();
    }

    private static Horizon one(String destination) {
        return new Horizon(1);
    }

    private CompletableFuture<Horizon> later(Callable<Horizon> look) {
        var done = new CompletableFuture<Horizon>();
        desk.add(() -> {
            try {
                done.complete(look.call());
            } catch (Exception failure) {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }
}
