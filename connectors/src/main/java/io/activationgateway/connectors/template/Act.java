package io.activationgateway.connectors.template;

import static java.util.Objects.requireNonNull;

import io.vertx.core.http.HttpMethod;
import org.jspecify.annotations.Nullable;

/**
 * How one operation is said.
 *
 * @param path with query; every placeholder in it must have a value
 * @param body null for none
 * @param record what one record of a batch looks like; null where a request carries one record
 */
record Act(
        HttpMethod method,
        Wording path,
        @Nullable Piece body,
        @Nullable Piece record,
        Answers answers) {

    Act {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        requireNonNull(answers, "answers");
    }
}
