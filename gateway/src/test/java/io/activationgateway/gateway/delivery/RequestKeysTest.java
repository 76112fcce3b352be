package io.activationgateway.gateway.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.consent.identity.IdentifierType;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The key of a request stands for what is said, of whom and in which places of the activation. */
class RequestKeysTest {

    private static final String ACTIVATION = "01JTF3Z6M0R6S4Q0V3T5W7X9YA";
    private static final Map<String, String> ADA = Map.of("email", "ada@example.com", "city", "Ulm");
    private static final Map<String, String> BEN = Map.of("email", "ben@example.com");

    @Test
    void theSameRecordsHaveTheSameKeyWhereverTheyStandInTheirTry() {
        assertThat(key(List.of(ADA, BEN), at -> at + 7, 0, 1))
                .isEqualTo(key(List.of(BEN, ADA, BEN), at -> at + 6, 1, 2))
                .matches(ACTIVATION + "-[0-9a-f]{32}");
    }

    @Test
    void otherRecordsHaveAnotherKey() {
        var key = key(List.of(ADA, BEN), at -> at, 0, 1);
        assertThat(key(List.of(ADA, BEN), at -> at, 0)).isNotEqualTo(key);
        assertThat(key(List.of(ADA, BEN), at -> at + 1, 0, 1)).isNotEqualTo(key);
        assertThat(key(List.of(BEN, ADA), at -> at, 0, 1)).isNotEqualTo(key);
    }

    @Test
    void aRecordThatSaysLessOrElseHasAnotherKey() {
        var key = key(List.of(ADA), at -> at, 0);
        assertThat(key(List.of(Map.of("email", "ada@example.com")), at -> at, 0))
                .isNotEqualTo(key);
        assertThat(key(List.of(Map.of("email", "ada@example.com", "city", "Bonn")), at -> at, 0))
                .isNotEqualTo(key);
        assertThat(key(List.of(Map.of("email", "ada@example.com", "town", "Ulm")), at -> at, 0))
                .isNotEqualTo(key);
    }

    @Property(tries = 100)
    void keysAreEqualWhereContentsAre(
            @ForAll @Size(max = 3) List<Map<@AlphaChars String, @AlphaChars String>> one,
            @ForAll @Size(max = 3) List<Map<@AlphaChars String, @AlphaChars String>> other) {
        assertThat(all(one).equals(all(other))).isEqualTo(one.equals(other));
    }

    private static String all(List<Map<String, String>> people) {
        return key(people, at -> at, IntStream.range(0, people.size()).toArray());
    }

    private static String key(List<Map<String, String>> people, IntUnaryOperator index, int... positions) {
        var set = new BitSet();
        for (int position : positions) {
            set.set(position);
        }
        return RequestKeys.of(ACTIVATION, set, index, at -> new Said(at, new TreeMap<>(people.get(at))));
    }

    /** A record whose values are texts without anything to escape. */
    private record Said(int index, SortedMap<String, String> fields) implements OutgoingRecord {

        @Override
        public String dedupeKey() {
            return ACTIVATION + "-" + index;
        }

        @Override
        public boolean consented() {
            return true;
        }

        @Override
        public int size() {
            return fields.size();
        }

        @Override
        public String name(int field) {
            return List.copyOf(fields.keySet()).get(field);
        }

        @Override
        public void writeName(int field, JsonBytes out) {
            write(name(field), out);
        }

        @Override
        public void writeValue(int field, JsonBytes out) {
            write(text(field), out);
        }

        @Override
        public String text(int field) {
            return List.copyOf(fields.values()).get(field);
        }

        @Override
        public int identifier(IdentifierType type) {
            return -1;
        }

        @Override
        public int role(Role role) {
            return -1;
        }

        private static void write(String text, JsonBytes out) {
            var bytes = ("\"" + text + "\"").getBytes(UTF_8);
            out.raw(bytes, 0, bytes.length);
        }
    }
}
