package io.activationgateway.connectors.sandbox;

import java.util.function.LongSupplier;

/** Fixed windows of a second and a minute, as some vendors count their callers. */
final class RateWindows {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final int perSecond;
    private final int perMinute;
    private final LongSupplier ticker;
    private long second;
    private long minute;
    private int inSecond;
    private int inMinute;

    RateWindows(int perSecond, int perMinute, LongSupplier ticker) {
        this.perSecond = perSecond;
        this.perMinute = perMinute;
        this.ticker = ticker;
        reset();
    }

    /** Counts one more request and answers 0, or how many whole seconds to wait before the next. */
    int take() {
        long now = ticker.getAsLong();
        if (now - second >= SECOND) {
            second = now;
            inSecond = 0;
        }
        if (now - minute >= MINUTE) {
            minute = now;
            inMinute = 0;
        }
        if (inMinute >= perMinute) {
            return (int) Math.ceilDiv(minute + MINUTE - now, SECOND);
        }
        if (inSecond >= perSecond) {
            return 1;
        }
        inSecond++;
        inMinute++;
        return 0;
    }

    /** How many requests of a minute there may be. */
    int limit() {
        return perMinute;
    }

    /** How many more there may be in this minute. */
    int remaining() {
        return perMinute - inMinute;
    }

    /** Whole seconds until the minute is over. */
    int untilNextMinute() {
        return (int) Math.ceilDiv(Math.max(0, minute + MINUTE - ticker.getAsLong()), SECOND);
    }

    void reset() {
        second = ticker.getAsLong();
        minute = second;
        inSecond = 0;
        inMinute = 0;
    }
}
