package io.activationgateway.gateway.outbox;

import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant.
 *
 * @param destination null for all
 * @param reason null for all
 */
public record RedriveSelection(
        @Nullable String destination, @Nullable String reason) {

    boolean means(Entry entry) {
        return entry.isDead() && (reason == null || reason.equals(entry.reason));
    }
}
