package io.activationgateway.gateway.delivery;

/** What delivery counts. Any thread; must not block. */
@FunctionalInterface
public interface DeliveryCounters {

    /** Records were screened again before a repeated attempt or in a last check. */
    void screenedAgain(int records);
}
