package io.activationgateway.connectors.sandbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A spreadsheet: takes a request as a whole or not at all, and recognises no repetition. */
final class GoogleSheetsSimulation implements Simulation {

    private static final Pattern APPEND = Pattern.compile("/v4/spreadsheets/([^/]+)/values/([^/]+):append");
    private static final Pattern RANGE = Pattern.compile("(?:'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_]*)!A:([A-Z]{1,3})");
    private static final String SHEET = "(?:'(?:[^']|'')+'|[A-Za-z_][A-Za-z0-9_]*)!";
    private static final Pattern COLUMNS = Pattern.compile(SHEET + "([A-Z]{1,3}):([A-Z]{1,3})");
    private static final Pattern ROW = Pattern.compile(SHEET + "A([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})");
    private static final Pattern READ = Pattern.compile("/v4/spreadsheets/([^/]+)/values/([^/:]+)");
    private static final Pattern OVERWRITE = Pattern.compile("/v4/spreadsheets/([^/]+)/values:batchUpdate");
    private static final Set<String> QUERY = Set.of("valueInputOption", "insertDataOption");
    private static final int TOKEN_SECONDS = 3_599;
    private static final int MAX_BYTES = 10_000_000;
    private static final int REQUESTS_A_MINUTE = 60;

    private final String spreadsheetId;
    private final TokenLender tokens;
    private final LongSupplier ticker;
    private long minute;
    private int requests;
    private final SheetRows rows = new SheetRows();

    GoogleSheetsSimulation(SimulatedGoogleSheets settings, InstantSource clock, LongSupplier ticker) {
        this.spreadsheetId = settings.spreadsheetId();
        this.tokens = new TokenLender(terms(settings.clientEmail()), settings.key(), clock);
        this.ticker = ticker;
        this.minute = ticker.getAsLong();
    }

    @Override
    public Reply answer(Call call) {
        if (call.method().equals("POST") && call.path().equals("/token")) {
            return tokens.answer(call, TOKEN_SECONDS);
        }
        if (!tokens.accepts(call.headers().get("Authorization"))) {
            return error(401, "UNAUTHENTICATED", "the token is missing or has expired");
        }
        var append = APPEND.matcher(call.path());
        var read = READ.matcher(call.path());
        var overwrite = OVERWRITE.matcher(call.path());
        boolean posted = call.method().equals("POST");
        if (posted && append.matches()) {
            return within(append.group(1), () -> append(call, append.group(2)));
        }
        if (posted && overwrite.matches()) {
            return within(overwrite.group(1), () -> overwrite(call));
        }
        return call.method().equals("GET") && read.matches()
                ? within(read.group(1), () -> read(call, read.group(2)))
                : error(404, "NOT_FOUND", "no such method");
    }

    private Reply within(String spreadsheet, Supplier<Reply> reply) {
        if (!withinTheMinute()) {
            return error(429, "RESOURCE_EXHAUSTED", "requests per minute per user");
        }
        return spreadsheetId.equals(spreadsheet) ? reply.get() : error(404, "NOT_FOUND", "no such spreadsheet");
    }

    private Reply append(Call call, String encoded) {
        var range = RANGE.matcher(decoded(encoded));
        var body = call.json();
        if (!range.matches()
                || body == null
                || call.body().length() > MAX_BYTES
                || !call.query().names().equals(QUERY)
                || !"RAW".equals(call.query().get("valueInputOption"))
                || !"INSERT_ROWS".equals(call.query().get("insertDataOption"))) {
            return error(400, "INVALID_ARGUMENT", "range, body or parameters are not valid");
        }
        return append(range.group(), columns(range.group(1)), body);
    }

    private Reply read(Call call, String encoded) {
        var columns = COLUMNS.matcher(decoded(encoded));
        if (!columns.matches()
                || !"COLUMNS".equals(call.query().get("majorDimension"))
                || !"UNFORMATTED_VALUE".equals(call.query().get("valueRenderOption"))) {
            return error(400, "INVALID_ARGUMENT", "range or parameters are not valid");
        }
        return Reply.json(
                200,
                new JsonObject()
                        .put("range", columns.group())
                        .put("majorDimension", "COLUMNS")
                        .put("values", rows.columns(columns(columns.group(1)), columns(columns.group(2)))));
    }

    private Reply overwrite(Call call) {
        var body = call.json();
        if (body == null
                || !body.fieldNames().equals(Set.of("valueInputOption", "data"))
                || !"RAW".equals(body.getValue("valueInputOption"))
                || !(body.getValue("data") instanceof JsonArray data)) {
            return error(400, "INVALID_ARGUMENT", "body is not valid");
        }
        var heard = new ArrayList<JsonObject>();
        for (var one : data) {
            var row = one instanceof JsonObject range ? row(range) : null;
            if (row == null) {
                return error(400, "INVALID_ARGUMENT", "data are ranges of one row with its values");
            }
            heard.add(heard(row));
        }
        return Reply.json(
                200, new JsonObject().put("spreadsheetId", spreadsheetId).put("totalUpdatedRows", heard.size()), heard);
    }

    private @Nullable JsonArray row(JsonObject range) {
        var row = ROW.matcher(String.valueOf(range.getValue("range")));
        var named = row.matches() && row.group(1).equals(row.group(3));
        return named
                        && range.getValue("values") instanceof JsonArray values
                        && values.size() == 1
                        && isRow(values.getValue(0), columns(row.group(2)))
                        && rows.replace(Integer.parseInt(row.group(1)), values.getJsonArray(0))
                ? values.getJsonArray(0)
                : null;
    }

    private static String decoded(String range) {
        return URLDecoder.decode(range, StandardCharsets.UTF_8);
    }

    @Override
    public void reset() {
        tokens.reset();
        minute = ticker.getAsLong();
        requests = 0;
        rows.clear();
    }

    private static TokenLender.Terms terms(String clientEmail) {
        return new TokenLender.Terms(
                Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"),
                "assertion",
                Map.of(),
                Map.of(
                        "iss", clientEmail,
                        "aud", "https://oauth2.googleapis.com/token",
                        "scope", "https://www.googleapis.com/auth/spreadsheets"),
                Duration.ofHours(1));
    }

    private boolean withinTheMinute() {
        long now = ticker.getAsLong();
        if (now - minute >= 60_000_000_000L) {
            minute = now;
            requests = 0;
        }
        return ++requests <= REQUESTS_A_MINUTE;
    }

    private Reply append(String range, int columns, JsonObject body) {
        if (!Set.of("majorDimension", "values").containsAll(body.fieldNames())
                || !"ROWS".equals(body.getString("majorDimension", "ROWS"))
                || !(body.getValue("values") instanceof JsonArray values)
                || values.isEmpty()
                || !values.stream().allMatch(row -> isRow(row, columns))) {
            return error(400, "INVALID_ARGUMENT", "values are rows of texts, numbers and booleans");
        }
        var records = new ArrayList<JsonObject>();
        int first = rows.size() + 1;
        for (var row : values) {
            rows.add((JsonArray) row);
            records.add(heard((JsonArray) row));
        }
        var sheet = range.substring(0, range.lastIndexOf('!'));
        var updates = new JsonObject()
                .put("spreadsheetId", spreadsheetId)
                .put(
                        "updatedRange",
                        sheet + "!A" + first + ":" + range.substring(range.lastIndexOf(':') + 1) + rows.size())
                .put("updatedRows", values.size())
                .put("updatedColumns", columns)
                .put("updatedCells", values.size() * columns);
        return Reply.json(
                200, new JsonObject().put("spreadsheetId", spreadsheetId).put("updates", updates), records);
    }

    private static boolean isRow(Object row, int columns) {
        return row instanceof JsonArray cells
                && cells.size() <= columns
                && cells.stream()
                        .allMatch(cell -> cell == null
                                || cell instanceof String
                                || cell instanceof Number
                                || cell instanceof Boolean);
    }

    /** The first columns as the gateway's connector fills them, then the cells. */
    private static JsonObject heard(JsonArray row) {
        var cells = new JsonObject();
        for (int column = 0; column < row.size(); column++) {
            cells.put(Character.toString('A' + column % 26) + (column < 26 ? "" : column / 26), row.getValue(column));
        }
        var heard = Heard.record(
                row.size() > 2 ? Objects.toString(row.getValue(2)) : "row",
                row.isEmpty() ? null : Objects.toString(row.getValue(0)),
                new JsonObject(),
                cells,
                null);
        return row.size() > 3 ? heard.put("audience", Objects.toString(row.getValue(3))) : heard;
    }

    private static int columns(String letters) {
        int columns = 0;
        for (int i = 0; i < letters.length(); i++) {
            columns = columns * 26 + letters.charAt(i) - 'A' + 1;
        }
        return columns;
    }

    private static Reply error(int status, String code, String message) {
        var error = new JsonObject().put("code", status).put("message", message).put("status", code);
        return new Reply(
                status,
                Map.of("Content-Type", "application/json"),
                new JsonObject().put("error", error).encode(),
                List.of());
    }
}
