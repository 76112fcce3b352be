package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecurringTest {

    private final ArrayList<String> asked = new ArrayList<>();
    private final JsonBytes room = new JsonBytes(16);
    private final Recurring<String> recurring = new Recurring<>(text -> {
        asked.add(text);
        return text.toUpperCase(Locale.ROOT);
    });

    @Test
    void asksOnceForATextThatRecurs() {
        for (int row = 0; row < 3; row++) {
            assertThat(meaning("\"signed up\"")).isEqualTo("SIGNED UP");
            assertThat(meaning("12")).isEqualTo("12");
        }
        assertThat(asked).containsExactly("signed up", "12");
        assertThat(room.length()).isZero();
    }

    @Test
    void manyTextsAreNotMixedUp() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 100; i++) {
                assertThat(meaning("\"x" + i + "\"")).isEqualTo("X" + i);
            }
        }
    }

    @Test
    void aLongTextIsAskedForEachTime() {
        var text = "x".repeat(300);
        assertThat(meaning('"' + text + '"')).isEqualTo(meaning('"' + text + '"'));
        assertThat(asked).containsExactly(text, text);
    }

    @Test
    void whatIsNoTextMeansNothing() {
        assertThat(meaning("\"\"")).isNull();
        assertThat(meaning("\" \\t\"")).isNull();
        assertThat(meaning("null")).isNull();
        assertThat(meaning("[1]")).isNull();
        assertThat(recurring.of(JsonRecord.of(0, "{}"), -1, room)).isNull();
        assertThat(asked).isEmpty();
    }

    private @Nullable String meaning(String json) {
        return recurring.of(JsonRecord.of(0, "{\"a\":" + json + "}"), 0, room);
    }
}
