package io.activationgateway.residency.oracle;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws from a seed: the same seed draws the same. */
final class Draw {

    private final Random random;

    Draw(long seed) {
        this.random = new Random(seed);
    }

    /** Whether a thing that happens so many times in a hundred happens. */
    boolean percent(int chance) {
        return random.nextInt(100) < chance;
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    long between(long least, long most) {
        return least == most ? least : random.nextLong(least, most);
    }

    long seed() {
        return random.nextLong();
    }

    @SafeVarargs
    final <T> T of(T... all) {
        return all[random.nextInt(all.length)];
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Some of them in their order, at least {@code least}. */
    <T> List<T> some(List<T> all, int least, int most) {
        var left = new ArrayList<>(all);
        int wanted = between(Math.min(least, all.size()), Math.min(most, all.size()));
        while (left.size() > wanted) {
            left.remove(random.nextInt(left.size()));
        }
        return left;
    }

    /** Each of them so many times in a hundred, in their order. */
    <T> List<T> each(List<T> all, int chance) {
        return all.stream().filter(_ -> percent(chance)).toList();
    }

    /** A day from so many days before to so many days after. */
    String day(LocalDate today, int before, int after) {
        return today.plusDays(between(-before, after)).toString();
    }
}
