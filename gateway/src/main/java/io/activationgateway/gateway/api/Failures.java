package io.activationgateway.gateway.api;

import org.jspecify.annotations.Nullable;

/** How failures are told. The message of an exception may quote what it failed on; its type and place never do. */
final class Failures {

    private Failures() {}

    static String describe(@Nullable Throwable failure) {
        if (failure == null) {
            return "unknown";
        }
        var stack = failure.getStackTrace();
        return failure.getClass().getName() + " at " + (stack.length == 0 ? "?" : stack[0]);
    }
}
