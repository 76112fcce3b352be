package io.activationgateway.gateway.optout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PrintsTest {

    private record Step(long print, int way, boolean put) {}

    private record Noted(long print, int way) {}

    @Property
    void holdsWhatWasPutAndNotTaken(@ForAll("steps") List<Step> steps) {
        var prints = new Prints();
        var noted = new HashSet<Noted>();
        for (var step : steps) {
            var one = new Noted(step.print(), step.way());
            if (step.put()) {
                prints.put(step.print(), step.way());
                noted.add(one);
            } else {
                prints.take(step.print(), step.way());
                noted.remove(one);
            }
        }
        for (var step : steps) {
            assertThat(prints.has(step.print(), step.way()))
                    .isEqualTo(noted.contains(new Noted(step.print(), step.way())));
        }
    }

    @Test
    void growsWithoutLosingAny() {
        var prints = new Prints();
        for (long print = 1; print <= 100_000; print++) {
            prints.put(print * 0x9E3779B97F4A7C15L, (int) (print % 130));
        }
        for (long print = 1; print <= 100_000; print++) {
            assertThat(prints.has(print * 0x9E3779B97F4A7C15L, (int) (print % 130)))
                    .isTrue();
            assertThat(prints.has(print * 0x9E3779B97F4A7C15L, (int) ((print + 1) % 130)))
                    .isFalse();
        }
        assertThat(prints.size()).isEqualTo(100_000);
    }

    /** Few prints, so that steps meet; zero is a print like any other, but for one, which no hash gives. */
    @Provide
    static Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(0L, 2L, 1026L, 2050L, Long.MIN_VALUE, -1L),
                        Arbitraries.of(0, 1, 63, 64, 200),
                        Arbitraries.of(true, true, false))
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }
}
