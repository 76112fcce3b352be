package io.activationgateway.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    private final ArrayList<String> asked = new ArrayList<>();
    private final Columns<String> columns = new Columns<>(name -> {
        asked.add(name);
        return name.toUpperCase(Locale.ROOT);
    });

    @Test
    void asksOnceForTheColumnsThatRowsShare() {
        for (int row = 0; row < 3; row++) {
            var record = JsonRecord.of(row, "{\"a\":1,\"b\":2}");
            assertThat(columns.of(record, 1)).isEqualTo("B");
            assertThat(columns.of(record, 0)).isEqualTo("A");
        }
        assertThat(asked).containsExactly("b", "a");
    }

    @Test
    void aRowWithOtherColumnsIsNotMisread() {
        assertThat(columns.of(JsonRecord.of(0, "{\"a\":1}"), 0)).isEqualTo("A");
        assertThat(columns.of(JsonRecord.of(1, "{\"c\":1}"), 0)).isEqualTo("C");
        assertThat(columns.of(JsonRecord.of(2, "{\"a\":1}"), 0)).isEqualTo("A");
    }
}
