package io.activationgateway.gateway.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a gateway answered for one row.
 *
 * @param outcome {@code forwarded}, {@code withheld}, {@code misdirected}, {@code failed} or {@code uncertain}
 * @param reason empty where the row was forwarded
 * @param dropped the columns that the answer calls dropped
 * @param codes every reason code that the answer names
 * @param json the whole result
 */
record Result(String outcome, String reason, List<String> dropped, Set<String> codes, JsonNode json) {

    static Result of(JsonNode json) {
        var codes = new HashSet<>(texts(json.path("also")));
        codes.addAll(texts(json.path("gaps")));
        var reason = json.path("reason").asText("");
        if (!reason.isEmpty()) {
            codes.add(reason);
        }
        return new Result(
                json.path("outcome").asText(),
                reason,
                texts(json.path("fields").path("dropped")),
                Set.copyOf(codes),
                json);
    }

    boolean forwarded() {
        return outcome.equals("forwarded");
    }

    static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(element -> texts.add(element.asText()));
        return List.copyOf(texts);
    }

    @Override
    public String toString() {
        return "Result[" + outcome + " " + reason + "]";
    }
}
