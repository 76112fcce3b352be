package io.activationgateway.gateway.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;

/** Why a case is decided as it is, for a person. */
final class ExplanationText {

    private ExplanationText() {}

    /** @param explanation as the API answers it */
    static void print(JsonObject explanation, PrintWriter out) {
        out.println(explanation.getString("answer"));
        out.println();
        explanation.getJsonArray("facts").forEach(fact -> out.println("  " + fact));
        out.println();
        explanation.getJsonArray("chain").forEach(link -> out.println("  " + ((JsonObject) link).getString("text")));
        JsonArray remedies = explanation.getJsonArray("remedies");
        if (!remedies.isEmpty()) {
            out.println();
            remedies.forEach(remedy -> out.println("  " + remedy));
        }
    }
}
