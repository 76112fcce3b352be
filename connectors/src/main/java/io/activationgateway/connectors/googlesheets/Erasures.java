package io.activationgateway.connectors.googlesheets;

import static java.util.Objects.requireNonNull;

import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Fields;
import io.activationgateway.connectors.JsonBytes;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.OneRecordDraft;
import io.activationgateway.connectors.OneRecordDraft.Said;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.OutgoingRecord;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.identity.IdentifierType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Erases one person: reads the columns in which they may stand and writes over every row that names them. Rows are not
 * deleted: that would shift those below while another request counts them. What is sought travels in the body of the first
 * request, which itself is never sent ({@link Sent#first}).
 */
final class Erasures {

    /** Key, time and act. */
    private static final int SAID_COLUMNS = 3;

    private final Sheet sheet;
    private final Limits limits;

    Erasures(Sheet sheet, Limits limits) {
        this.sheet = requireNonNull(sheet, "sheet");
        this.limits = requireNonNull(limits, "limits");
    }

    Limits limits() {
        return limits;
    }

    Draft draft(Attempt attempt) {
        return new OneRecordDraft(attempt, limits, this::sought);
    }

    private Said sought(OutgoingRecord record) {
        var out = new JsonBytes(128).ascii("{\"cells\":[");
        int start = out.length();
        for (int column = 0; column < sheet.columns().size(); column++) {
            for (int field = 0; field < record.size(); field++) {
                var text = record.name(field).equals(sheet.columns().get(column)) && Fields.isIdentifier(record, field)
                        ? record.text(field)
                        : null;
                if (text != null && !text.isEmpty()) {
                    out.ascii(out.length() > start ? ",{\"column\":" : "{\"column\":");
                    out.number(RowEncoder.OWN_COLUMNS + column + 1L).ascii(",\"text\":");
                    out.string(text).ascii(",\"address\":");
                    out.ascii(record.identifier(IdentifierType.EMAIL) == field ? "true}" : "false}");
                }
            }
        }
        return out.length() == start
                ? new Said.Not(VendorCode.IDENTIFIER_MISSING)
                : new Said.As(new VendorRequest(
                        HttpMethod.POST,
                        sheet.overwriting(),
                        GoogleSheetsConnector.HEADERS,
                        Buffer.buffer(out.ascii("]}").toByteArray())));
    }

    /** The question where the person stands, with the token of the request that waits for its answer. */
    Sent asking(Sent sent) {
        var columns = new TreeSet<Integer>();
        ReplyJson.of(sent.first().body())
                .get("cells")
                .items()
                .forEach(cell -> columns.add(cell.get("column").number()));
        return sent.saying(new VendorRequest(
                HttpMethod.GET,
                sheet.reading(columns.first(), columns.last()),
                Map.of("Authorization", authorization(sent)),
                Buffer.buffer()));
    }

    private static String authorization(Sent sent) {
        return requireNonNull(sent.request().headers().get("Authorization"), "a request that bears the token");
    }

    Answer read(Sent sent, VendorResponse response) {
        boolean asked = sent.request().method().equals(HttpMethod.GET);
        if (GoogleSheetsConnector.isNoSheet(response)) {
            return new Answer.Stop(VendorCode.ENDPOINT_WRONG);
        }
        if (!response.success()) {
            return switch (StatusAnswer.of(sent, response)) {
                // Who only reads has changed nothing.
                case Answer.Retry(var after, var why, var uncertain) ->
                    new Answer.Retry(after, why, uncertain && !asked);
                case Answer answer -> answer;
            };
        }
        var reply = ReplyJson.of(response.body());
        return asked ? found(sent, reply) : written(sent, reply);
    }

    private Answer found(Sent sent, ReplyJson reply) {
        if (reply.get("range").text().isEmpty()) {
            return new Answer.Done(sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
        }
        var rows = rows(ReplyJson.of(sent.first().body()), reply);
        return rows.isEmpty()
                ? new Answer.Done(sent.each(Outcome.APPLIED, VendorCode.NOT_THERE))
                : new Answer.Next(sent.saying(overwriting(sent, rows)), Duration.ZERO);
    }

    /** Counted from 1, each once. */
    private static SortedSet<Integer> rows(ReplyJson sought, ReplyJson reply) {
        var cells = sought.get("cells").items();
        int first = cells.stream()
                .mapToInt(cell -> cell.get("column").number())
                .min()
                .orElse(0);
        var columns = reply.get("values").items();
        var rows = new TreeSet<Integer>();
        for (var cell : cells) {
            int column = cell.get("column").number() - first;
            var text = cell.get("text").text();
            var stored = RowEncoder.stored(text);
            boolean address = cell.get("address").isTrue();
            var values = column < columns.size() ? columns.get(column).items() : List.<ReplyJson>of();
            for (int row = 0; row < values.size(); row++) {
                var value = values.get(row).id();
                if (value.equals(text) || value.equals(stored) || (address && value.equalsIgnoreCase(text))) {
                    rows.add(row + 1);
                }
            }
        }
        return rows;
    }

    private VendorRequest overwriting(Sent sent, SortedSet<Integer> rows) {
        var out = new JsonBytes(512).ascii("{\"valueInputOption\":\"RAW\",\"data\":[");
        int start = out.length();
        for (int row : rows) {
            out.ascii(out.length() > start ? ",{\"range\":" : "{\"range\":").string(sheet.row(row));
            out.ascii(",\"majorDimension\":\"ROWS\",\"values\":[[\"\",\"")
                    .ascii(sent.attempt().since().toString());
            out.ascii("\",\"").ascii(RowEncoder.act(Operation.ERASE)).ascii("\"");
            for (int column = SAID_COLUMNS; column < sheet.width(); column++) {
                out.ascii(",\"\"");
            }
            out.ascii("]]}");
        }
        var headers = new HashMap<>(GoogleSheetsConnector.HEADERS);
        headers.put("Authorization", authorization(sent));
        return new VendorRequest(
                HttpMethod.POST,
                sheet.overwriting(),
                headers,
                Buffer.buffer(out.ascii("]}").toByteArray()));
    }

    /** The sheet is clean, its version history is not: taken, and not certain to be gone. */
    private static Answer written(Sent sent, ReplyJson reply) {
        int rows = ReplyJson.of(sent.request().body()).get("data").items().size();
        boolean all = reply.get("totalUpdatedRows").number() == rows;
        return new Answer.Done(
                all
                        ? sent.each(Outcome.ACCEPTED, VendorCode.OK)
                        : sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }
}
