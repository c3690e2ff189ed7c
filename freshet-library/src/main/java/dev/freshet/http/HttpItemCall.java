// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.definition.ItemProcess;
import dev.freshet.item.Item;
import dev.freshet.item.ItemCall;
import dev.freshet.item.ItemOutcome;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.postgres.Database;
import dev.freshet.schema.SchemaStore;
import dev.freshet.template.Secrets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Makes the calls of {@code items} jobs: {@code key} and {@code payload} are the item's. At-least-once for each item. */
public final class HttpItemCall implements ItemCall, AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Database database;
    private final HttpCaller caller = new HttpCaller();
    private final CallComposer composer;
    private final CallVerdict verdict;
    private volatile @Nullable String installation;

    /**
     * Creates it, and the client it calls with.
     *
     * @param agent what the service calls itself
     */
    public HttpItemCall(Database database, Secrets secrets, String agent, InstantSource clock) {
        this.database = database;
        composer = new CallComposer(secrets, agent);
        verdict = new CallVerdict(clock);
    }

    @Override
    public ItemOutcome call(RunContext context, ItemProcess.Http process, Item item) {
        String key = IdempotencyKey.ofItem(installation(), item.runId(), item.number(), item.payload());
        CallSetting setting = CallSetting.of(context.run(), key);
        Map<String, @Nullable Object> values = new LinkedHashMap<>(setting.values());
        values.put("key", item.key());
        values.put("payload", MAPPER.readValue(item.payload(), Object.class));
        CallRequest request = composer.compose(process.call(), values, setting.headers());
        return switch (caller.call(request, context::isCancelRequested)) {
            case CallResult.Answered answer -> {
                CallRecord.keep(context, item.key(), request, answer);
                yield request.expects(answer.status())
                        ? new ItemOutcome.Done()
                        : failed(verdict.failure(request, answer));
            }
            case CallResult.Unanswered unanswered -> failed(CallVerdict.failure(request, unanswered));
            case CallResult.Ended ended ->
                throw new CancellationException("the run was asked to end while " + request + " was made");
        };
    }

    @Override
    public void close() {
        caller.close();
    }

    private static ItemOutcome failed(RunError error) {
        return new ItemOutcome.Failed(error);
    }

    private String installation() {
        String known = installation;
        if (known == null) {
            known = database.call(SchemaStore::installation);
            installation = known;
        }
        return known;
    }
}
