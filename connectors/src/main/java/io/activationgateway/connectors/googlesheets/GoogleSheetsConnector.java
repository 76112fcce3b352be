package io.activationgateway.connectors.googlesheets;

import io.activationgateway.connectors.AccessToken;
import io.activationgateway.connectors.Answer;
import io.activationgateway.connectors.Attempt;
import io.activationgateway.connectors.BatchDraft;
import io.activationgateway.connectors.Connector;
import io.activationgateway.connectors.Draft;
import io.activationgateway.connectors.Endpoint;
import io.activationgateway.connectors.Limits;
import io.activationgateway.connectors.Operation;
import io.activationgateway.connectors.PrefacedDraft;
import io.activationgateway.connectors.RecordResult.Outcome;
import io.activationgateway.connectors.ReplyJson;
import io.activationgateway.connectors.Sent;
import io.activationgateway.connectors.StatusAnswer;
import io.activationgateway.connectors.VendorCode;
import io.activationgateway.connectors.VendorRequest;
import io.activationgateway.connectors.VendorResponse;
import io.activationgateway.consent.profile.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One sheet of one spreadsheet. */
final class GoogleSheetsConnector implements Connector {

    static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json");

    /** How the message begins; where a request names several ranges, with the one that is meant. */
    private static final Pattern NO_RANGE = Pattern.compile("(Invalid data\\[[0-9]+]: )?Unable to parse range");

    private final Endpoint endpoint;
    private final Sheet sheet;
    private final AccessToken token;
    private final Limits limits;
    private final boolean repeatUncertain;
    private final Erasures erasures;

    /** {@code limits} are those of rows that are appended. */
    GoogleSheetsConnector(Endpoint endpoint, Sheet sheet, AccessToken token, Limits limits, boolean repeatUncertain) {
        this.endpoint = endpoint;
        this.sheet = sheet;
        this.token = token;
        this.limits = limits;
        this.repeatUncertain = repeatUncertain;
        this.erasures = new Erasures(sheet, GoogleSheetsVendor.limits(1));
    }

    @Override
    public Set<Operation> operations() {
        return EnumSet.allOf(Operation.class);
    }

    @Override
    public Limits limits(Operation operation) {
        return operation == Operation.ERASE ? erasures.limits() : limits;
    }

    /** Google counts what a user writes, whatever it is. */
    @Override
    public Operation budget(Operation operation) {
        return Operation.UPSERT;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Set<Endpoint> endpoints() {
        return endpoint.equals(token.lender()) ? Set.of(endpoint) : Set.of(endpoint, token.lender());
    }

    @Override
    public @Nullable VendorCode refusal(Operation operation, @Nullable String audience, Channel channel) {
        if (operation.needsAudience() && (audience == null || audience.isBlank())) {
            return VendorCode.AUDIENCE_MISSING;
        }
        boolean aboutAChannel = operation == Operation.SUBSCRIBE || operation == Operation.UNSUBSCRIBE;
        return aboutAChannel && channel == Channel.NONE ? VendorCode.CHANNEL_UNKNOWN : null;
    }

    /** A repeated row stands there twice; of what takes away the last row says the same as the one before. */
    @Override
    public boolean repeatable(Operation operation) {
        return repeatUncertain || operation.takesAway();
    }

    @Override
    public Draft draft(Attempt attempt) {
        if (attempt.operation() == Operation.ERASE) {
            return new PrefacedDraft(erasures.draft(attempt), this::asking);
        }
        var rows = new BatchDraft(
                attempt,
                limits,
                BatchDraft.opening("{\"majorDimension\":\"ROWS\",\"values\":["),
                new RowEncoder(attempt, sheet.columns()),
                "]}",
                this::append);
        return new PrefacedDraft(rows, token::before);
    }

    @Override
    public Answer read(Sent sent, VendorResponse response) {
        boolean erases = sent.attempt().operation() == Operation.ERASE;
        var later = sent.later();
        if (later != null) {
            var answer = token.read(sent, later, response);
            return erases && answer instanceof Answer.Next(var next, var delay)
                    ? new Answer.Next(erasures.asking(next), delay)
                    : answer;
        }
        if (response.status() == 401) {
            return token.renew(sent, new Answer.Stop(VendorCode.CREDENTIALS_REFUSED));
        }
        if (erases) {
            return erasures.read(sent, response);
        }
        if (!response.success()) {
            return isNoSheet(response) ? new Answer.Stop(VendorCode.ENDPOINT_WRONG) : StatusAnswer.of(sent, response);
        }
        int rows = ReplyJson.of(response.body()).at("updates", "updatedRows").number();
        return new Answer.Done(
                rows == sent.size()
                        ? sent.each(Outcome.APPLIED, VendorCode.OK)
                        : sent.each(Outcome.UNCERTAIN, VendorCode.ANSWER_UNREADABLE));
    }

    /** A range that means nothing names a sheet that is not there, or not any more: no record is to blame. */
    static boolean isNoSheet(VendorResponse response) {
        return response.status() == 400
                && NO_RANGE.matcher(ReplyJson.of(response.body())
                                .at("error", "message")
                                .text())
                        .lookingAt();
    }

    private Sent asking(Sent sought) {
        var before = token.before(sought);
        return before.later() == null ? erasures.asking(before) : before;
    }

    private VendorRequest append(Buffer body) {
        return new VendorRequest(HttpMethod.POST, sheet.appending(), HEADERS, body);
    }
}
