package io.activationgateway.gateway.region;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.activationgateway.gateway.config.GatewayConfig.ConsentStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every row of every table of a database as text in lower case, binary columns as their bytes and as PostgreSQL shows them. */
final class PostgresDump {

    private final Map<String, Integer> rows = new TreeMap<>();
    private final StringBuilder text = new StringBuilder();

    PostgresDump(ConsentStore.PostgreSql database) throws SQLException {
        try (var connection = DriverManager.getConnection(
                database.url(), database.user(), database.password().value())) {
            for (var table : names(connection)) {
                dump(connection, table);
            }
        }
    }

    String text() {
        return text.toString();
    }

    Set<String> tables() {
        return rows.keySet();
    }

    int rows(String table) {
        return rows.getOrDefault(table, 0);
    }

    /** How a text may stand somewhere: as it is, as the hexadecimal digits of its bytes, in Base64 at any offset. */
    static List<String> codings(String text) {
        var bytes = text.getBytes(UTF_8);
        var codings = new ArrayList<>(
                List.of(new String(bytes, ISO_8859_1), HexFormat.of().formatHex(bytes)));
        for (int offset = 0; offset < 3; offset++) {
            var padded = new byte[offset + bytes.length];
            System.arraycopy(bytes, 0, padded, offset, bytes.length);
            // The first and the last characters depend on what stands around the text.
            var coded = Base64.getEncoder().withoutPadding().encodeToString(padded);
            codings.add(coded.substring(offset == 0 ? 0 : offset + 1, coded.length() - 1));
        }
        return codings;
    }

    private static List<String> names(Connection connection) throws SQLException {
        var names = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var tables = statement.executeQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
            while (tables.next()) {
                names.add(tables.getString(1));
            }
        }
        return names;
    }

    private void dump(Connection connection, String table) throws SQLException {
        rows.put(table, 0);
        try (var statement = connection.createStatement();
                var all = statement.executeQuery("SELECT t.*, t::text FROM \"" + table + "\" t")) {
            int columns = all.getMetaData().getColumnCount();
            while (all.next()) {
                rows.merge(table, 1, Integer::sum);
                for (int i = 1; i <= columns; i++) {
                    var value = all.getObject(i);
                    var shown = value instanceof byte[] bytes
                            ? new String(bytes, ISO_8859_1) + " "
                                    + HexFormat.of().formatHex(bytes)
                            : new String(String.valueOf(value).getBytes(UTF_8), ISO_8859_1);
                    text.append(shown.toLowerCase(Locale.ROOT)).append('\n');
                }
            }
        }
    }
}
