package io.activationgateway.gateway.api;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.TreeSet;

/** What a request may say in its URL, behind the question mark. */
final class QueryParameters {

    private QueryParameters() {}

    /**
     * Refuses parameters that mean nothing here: a misspelt one would leave its usual value standing, such as an upsert
     * where an erasure was asked for.
     */
    static void only(HttpServerRequest request, Set<String> known) {
        var query = request.query();
        if (query != null
                && !known.containsAll(
                        new QueryStringDecoder(query, false).parameters().keySet())) {
            throw new ProblemException(Problems.unknownParameter(String.join(", ", new TreeSet<>(known))));
        }
    }
}
