package io.activationgateway.consent.register;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Peers in one process, between which a test loses and makes up what it likes. */
final class Hub {

    private final List<Member> members = new CopyOnWriteArrayList<>();
    private final List<byte[]> reports = new CopyOnWriteArrayList<>();
    private volatile boolean losesWakes;
    private volatile boolean losesReports;

    /** A new member. */
    Peers join() {
        var member = new Member();
        members.add(member);
        return member;
    }

    void loseWakes(boolean lose) {
        losesWakes = lose;
    }

    void loseReports(boolean lose) {
        losesReports = lose;
    }

    /** All reports that were said, lost ones included, in order. */
    List<byte[]> reports() {
        return new ArrayList<>(reports);
    }

    /** Everybody hears this report. */
    void replay(byte[] report) {
        members.forEach(each -> each.listener.reported(report));
    }

    /** Everybody hears that the log moved. */
    void wake(long epoch, long sequence) {
        members.forEach(each -> each.listener.woken(epoch, sequence));
    }

    private final class Member implements Peers {

        private volatile Listener listener = new Listener() {
            @Override
            public void woken(long epoch, long sequence) {}

            @Override
            public void reported(byte[] report) {}
        };

        @Override
        public void listen(Listener hearing) {
            listener = hearing;
        }

        @Override
        public void wake(long epoch, long sequence) {
            if (!losesWakes) {
                members.stream().filter(each -> each != this).forEach(each -> each.listener.woken(epoch, sequence));
            }
        }

        @Override
        public void report(byte[] report) {
            reports.add(report);
            if (!losesReports) {
                members.stream().filter(each -> each != this).forEach(each -> each.listener.reported(report));
            }
        }
    }
}
