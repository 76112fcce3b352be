package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectIndexTest {

    @Property
    void remembersWhatWasPutLast(
            @ForAll @Size(max = 200) List<@LongRange(min = -3, max = 3) Long> highs,
            @ForAll @Size(max = 200) List<@LongRange(min = -3, max = 3) Long> lows) {
        var index = new SubjectIndex();
        var expected = new HashMap<List<Long>, Integer>();
        for (int i = 0; i < Math.min(highs.size(), lows.size()); i++) {
            index.put(highs.get(i), lows.get(i), i);
            expected.put(List.of(highs.get(i), lows.get(i)), i);
        }
        for (long high = -3; high <= 3; high++) {
            for (long low = -3; low <= 3; low++) {
                assertThat(index.find(high, low))
                        .isEqualTo(expected.getOrDefault(List.of(high, low), ConsentView.UNKNOWN));
            }
        }
        assertThat(index.size()).isEqualTo(expected.size());
    }

    /** In the order in which another index hands them over, the keys of each part ascend. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1000, 299_999, 300_000, 3_000_000})
    void takesWhatAnotherHandsOverWhateverSizeItExpected(long expected) {
        int keys = 300_000;
        var first = new SubjectIndex();
        for (int i = 0; i < keys; i++) {
            first.put(high(i), low(i), i);
        }
        var second = new SubjectIndex(0, expected);
        first.forEach(second::put);
        for (int i = 0; i < keys; i++) {
            assertThat(second.find(high(i), low(i))).isEqualTo(i);
        }
        assertThat(second.size()).isEqualTo(keys);
        if (expected == keys) {
            assertThat((double) second.bytes() / keys).isLessThanOrEqualTo(36);
        }
    }

    /** Keys of a keyed hash are spread evenly; these are not, and the index still knows them. */
    @Property(tries = 5)
    void knowsKeysThatHaveTheirUpperHalfOrTheirLowerHalfInCommon(@ForAll long common) {
        var index = new SubjectIndex();
        int keys = 20_000;
        for (int i = 0; i < keys; i++) {
            index.put(common, low(i), i);
            index.put(high(i), common, keys + i);
        }
        for (int i = 0; i < keys; i++) {
            assertThat(index.find(common, low(i))).isEqualTo(i);
            assertThat(index.find(high(i), common)).isEqualTo(keys + i);
        }
        assertThat(index.size()).isEqualTo(2L * keys);
    }

    @Test
    void handsOverWhatItHasWhileItGrows() throws ExecutionException, InterruptedException {
        var index = new SubjectIndex();
        int before = 100_000;
        for (int i = 0; i < before; i++) {
            index.put(high(i), low(i), i);
        }
        try (var threads = Executors.newSingleThreadExecutor()) {
            var writer = threads.submit(() -> {
                for (int i = 0; i < 10 * before; i++) {
                    index.put(high(i), low(i), i + 1);
                }
            });
            do {
                var found = new HashMap<List<Long>, Integer>();
                index.forEach((high, low, profile) -> found.put(List.of(high, low), profile));
                for (int i = 0; i < before; i++) {
                    assertThat(found.get(List.of(high(i), low(i)))).isBetween(i, i + 1);
                }
            } while (!writer.isDone());
            writer.get();
        }
        var count = new AtomicLong();
        index.forEach((high, low, profile) -> {
            count.incrementAndGet();
            assertThat(index.find(high, low)).isEqualTo(profile);
        });
        assertThat(count).hasValue(10L * before);
    }

    @Test
    void takesAtMostThirtySixBytesAnIdentifier() {
        var index = new SubjectIndex();
        var random = new SplittableRandom(1);
        for (int i = 1; i <= 1_000_000; i++) {
            index.put(random.nextLong(), random.nextLong(), i);
            if (i >= 100_000 && i % 50_000 == 0) {
                assertThat((double) index.bytes() / i).isLessThanOrEqualTo(36);
            }
        }
    }

    /** Key i holds 7i at first and 7i + 1 later; it is there once the writer has said so. */
    @Test
    void readersSeeOldOrNewWhileItGrows() throws ExecutionException, InterruptedException {
        int keys = 200_000;
        var index = new SubjectIndex();
        var written = new AtomicLong();
        var rewritten = new AtomicLong();
        try (var threads = Executors.newFixedThreadPool(3)) {
            var readers = IntStream.range(0, 2)
                    .mapToObj(seed -> threads.submit(() -> {
                        var random = new SplittableRandom(seed);
                        for (int i = 0; i < 2_000_000; i++) {
                            long there = written.get();
                            long renewed = rewritten.get();
                            int key = random.nextInt(keys);
                            int found = index.find(high(key), low(key));
                            check(key, found, key < there, key < renewed);
                        }
                        return true;
                    }))
                    .toList();
            for (int key = 0; key < keys; key++) {
                index.put(high(key), low(key), 7 * key);
                written.set(key + 1);
                int earlier = key / 2;
                index.put(high(earlier), low(earlier), 7 * earlier + 1);
                rewritten.set(earlier + 1);
            }
            for (Future<Boolean> reader : readers) {
                assertThat(reader.get()).isTrue();
            }
        }
    }

    private static void check(int key, int found, boolean isThere, boolean isRenewed) {
        boolean right =
                found == 7 * key + 1 || (!isRenewed && found == 7 * key) || (!isThere && found == ConsentView.UNKNOWN);
        if (!right) {
            throw new AssertionError("key " + key + " has " + found);
        }
    }

    private static long high(int key) {
        return (key + 1) * 0x9E3779B97F4A7C15L;
    }

    private static long low(int key) {
        return (key + 1) * 0xC2B2AE3D27D4EB4FL;
    }
}
