package io.activationgateway.gateway.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Does with records what a test says, and remembers what it was given. */
final class ScriptedDispatch implements Dispatch {

    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<Noted> noted = new ArrayList<>();
    Function<Parcel.Item, Attempted> script = ScriptedDispatch::forwarded;
    Runnable before = () -> {};
    Runnable during = () -> {};
    BooleanSupplier mine = () -> false;
    Parcel last;
    int atOnce = 16;
    /** While it holds, no attempt ends. */
    CompletableFuture<Void> held = CompletableFuture.completedFuture(null);

    static Attempted forwarded(Parcel.Item item) {
        return ended(item, RecordState.FORWARDED);
    }

    static Attempted ended(Parcel.Item item, RecordState state) {
        return new Attempted.Ended(
                item.index(),
                state,
                state == RecordState.FORWARDED ? "ok" : "vendor.rejected",
                ("{\"index\":" + item.index() + ",\"id\":\"" + item.id() + "\"}").getBytes(UTF_8),
                columns(item));
    }

    static Attempted unavailable(Parcel.Item item) {
        return new Attempted.Again(item.index(), "vendor.unavailable", true, false);
    }

    static Attempted stale(Parcel.Item item) {
        return new Attempted.Again(item.index(), "stale.consent", false, false);
    }

    static Attempted lost(Parcel.Item item) {
        return new Attempted.Again(item.index(), "vendor.uncertain", true, true);
    }

    private static Set<String> columns(Parcel.Item item) {
        return new io.vertx.core.json.JsonObject(new String(item.row(), UTF_8)).fieldNames();
    }

    @Override
    public CompletionStage<List<Attempted>> attempt(Parcel parcel, BooleanSupplier mayStillSend) {
        last = parcel;
        mine = mayStillSend;
        try {
            before.run();
            parcel.items().forEach(item -> sent.add(item.id()));
            during.run();
            return held.thenApply(_ -> parcel.items().stream().map(script).toList());
        } catch (IllegalStateException died) {
            return CompletableFuture.failedStage(died);
        }
    }

    @Override
    public int atOnce(String destination) {
        return atOnce;
    }

    @Override
    public CompletionStage<Map<String, Integer>> judge(Parcel parcel) {
        return CompletableFuture.completedStage(
                new TreeMap<>(Map.of("forward", parcel.items().size())));
    }

    @Override
    public CompletionStage<Void> note(StoredActivation activation, List<Noted> records) {
        noted.addAll(records);
        return CompletableFuture.completedStage(null);
    }
}
