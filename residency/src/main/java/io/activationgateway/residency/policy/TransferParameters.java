package io.activationgateway.residency.policy;

/**
 * Choices of policy that the law leaves open.
 *
 * @param maxListingAgeDays how many days a look-up in a list of certified recipients counts
 * @param strictNotification whether a standard contract opens a route only once it is notified, rather than from its
 *     signature as long as the notification is not overdue (KVKK Art 9(5))
 */
public record TransferParameters(int maxListingAgeDays, boolean strictNotification) {

    public TransferParameters {
        if (maxListingAgeDays < 0) {
            throw new IllegalArgumentException("maxListingAgeDays " + maxListingAgeDays + " (expected: 0 or more)");
        }
    }
}
