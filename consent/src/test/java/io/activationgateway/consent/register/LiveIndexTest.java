package io.activationgateway.consent.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.consent.identity.Identifier;
import io.activationgateway.consent.identity.IdentifierType;
import io.activationgateway.consent.identity.KeyRing;
import io.activationgateway.consent.identity.PseudonymKey;
import io.activationgateway.consent.identity.SubjectKey;
import io.activationgateway.consent.identity.SubjectKeys;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** An index wrapped from keys alone is the one that would be built from the identifiers. */
class LiveIndexTest {

    private static final KeyRing RING = KeyRing.of(
            PseudonymKey.of(new byte[PseudonymKey.LENGTH]),
            PseudonymKey.of("another key of 32 bytes in ASCII".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));

    /** Somebody gets a profile. */
    record Put(int person, int profile) {}

    /** Whatever is put before the copy, between its blocks, and after it. */
    @Property(tries = 2000)
    void isTheOneOfTheIdentifiersWhateverIsPutMeanwhile(
            @ForAll("puts") List<Put> before, @ForAll("puts") List<Put> meanwhile, @ForAll("puts") List<Put> after) {
        var live = new LiveIndex(RING);
        var people = new HashMap<Integer, Integer>();
        before.forEach(put -> put(live, people, put));
        var coming = meanwhile.iterator();
        Executor storage = work -> {
            someOf(coming, meanwhile.size() / 3).forEachRemaining(put -> put(live, people, put));
            work.run();
        };

        live.prepareNext(storage, Runnable::run);
        coming.forEachRemaining(put -> put(live, people, put));
        after.forEach(put -> put(live, people, put));

        assertThat(live.prepared()).isEqualTo(1);
        assertThat(content(live.next())).isEqualTo(built(people));
        assertThat(live.generation()).isZero();
    }

    @Property(tries = 500)
    void isTheSameWhereItWasNotPrepared(@ForAll("puts") List<Put> puts) {
        var live = new LiveIndex(RING);
        var people = new HashMap<Integer, Integer>();
        puts.forEach(put -> put(live, people, put));

        var next = live.next();

        assertThat(next.generation()).isEqualTo(1);
        assertThat(content(next)).isEqualTo(built(people));
    }

    /** Readers who have keys of before and of after both find everybody. */
    @Property(tries = 500)
    void bothKeysFindThePersonOnceItIsInUse(@ForAll("puts") List<Put> puts) {
        var live = new LiveIndex(RING);
        var people = new HashMap<Integer, Integer>();
        puts.forEach(put -> put(live, people, put));

        live.replace(live.next());

        people.forEach((person, profile) -> {
            for (int generation = 0; generation <= 1; generation++) {
                var key = key(generation, person);
                assertThat(live.find(generation, key.high(), key.low())).isEqualTo(profile);
            }
        });
    }

    private static Iterator<Put> someOf(Iterator<Put> coming, int count) {
        return new Iterator<>() {
            private int left = count;

            @Override
            public boolean hasNext() {
                return left > 0 && coming.hasNext();
            }

            @Override
            public Put next() {
                left--;
                return coming.next();
            }
        };
    }

    private static void put(LiveIndex live, Map<Integer, Integer> people, Put put) {
        var key = key(0, put.person);
        live.put(key.high(), key.low(), put.profile);
        people.put(put.person, put.profile);
    }

    private static SubjectKey key(int generation, int person) {
        return new SubjectKeys(RING).under(generation).key(new Identifier(IdentifierType.USER_ID, "u-" + person));
    }

    private static Map<SubjectKey, Integer> built(Map<Integer, Integer> people) {
        var content = new HashMap<SubjectKey, Integer>();
        people.forEach((person, profile) -> content.put(key(1, person), profile));
        return content;
    }

    private static Map<SubjectKey, Integer> content(SubjectIndex index) {
        var content = new HashMap<SubjectKey, Integer>();
        index.forEach((high, low, profile) -> content.put(new SubjectKey(high, low), profile));
        return content;
    }

    @Provide
    Arbitrary<List<Put>> puts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.integers().between(0, 5))
                .as(Put::new)
                .list()
                .ofMaxSize(20);
    }
}
