package io.activationgateway.gateway;

import io.activationgateway.gateway.cli.CommandLines;
import java.io.PrintStream;
import java.io.PrintWriter;

/** Where the program starts. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CommandLines.execute(writer(System.out), writer(System.err), arguments));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
