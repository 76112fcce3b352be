package io.activationgateway.connectors.courier;

/** What of an exception may be logged: its class and its place. Its message may quote a record. */
final class Fault {

    private Fault() {}

    static String of(Throwable thrown) {
        var stack = thrown.getStackTrace();
        var name = thrown.getClass().getName();
        return stack.length == 0 ? name : name + " at " + stack[0];
    }
}
