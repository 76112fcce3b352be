package io.activationgateway.gateway.trial;

/** An invented person who consented, and what became of that. Any thread; one of them withdraws. */
final class Subject {

    private final int number;
    private volatile boolean asked;
    private volatile long acknowledgedAt;
    private volatile int by = -1;

    Subject(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    String email() {
        return "p" + number + "@example.com";
    }

    /** A withdrawal is on its way: from here on nobody knows whether it holds already. */
    void withdrawalAsked() {
        asked = true;
    }

    /** The withdrawal is acknowledged by a node; from this instant it binds every node. */
    void withdrawalAcknowledged(int node, long at) {
        by = node;
        acknowledgedAt = at;
    }

    boolean isAsked() {
        return asked;
    }

    boolean isAcknowledged() {
        return by >= 0;
    }

    /** By the machine's monotonic clock, nanoseconds. */
    long acknowledgedAt() {
        return acknowledgedAt;
    }

    /** The node that acknowledged. */
    int by() {
        return by;
    }
}
