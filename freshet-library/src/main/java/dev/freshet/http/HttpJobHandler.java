// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import dev.freshet.definition.HttpCall;
import dev.freshet.definition.JobSpec;
import dev.freshet.error.FreshetException;
import dev.freshet.job.JobHandler;
import dev.freshet.job.RunContext;
import dev.freshet.job.RunError;
import dev.freshet.job.RunOutcome;
import dev.freshet.template.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries out jobs of type {@code http}: one call. At-least-once: nobody can know whether a call that got no answer
 * arrived, and a node may die between the answer and its record.
 */
public final class HttpJobHandler implements JobHandler, AutoCloseable {

    private static final Duration LONGEST_CANCEL = Duration.ofSeconds(30);

    private final HttpCaller caller = new HttpCaller();
    private final CallComposer composer;
    private final CallVerdict verdict;

    /**
     * Creates the handler, and the client it calls with.
     *
     * @param agent what the service calls itself, for example {@code freshet/1.0}
     */
    public HttpJobHandler(Secrets secrets, String agent, InstantSource clock) {
        composer = new CallComposer(secrets, agent);
        verdict = new CallVerdict(clock);
    }

    @Override
    public RunOutcome run(RunContext context) {
        if (!(context.job().spec() instanceof JobSpec.Http http)) {
            throw new IllegalStateException("Not an http job: " + context.job().spec());
        }
        CallSetting setting = CallSetting.ofRun(context);
        CallRequest request = composer.compose(http.call(), setting.values(), setting.headers());
        context.log().info("Calls " + request);
        CallResult result = caller.call(request, context::isCancelRequested);
        if (context.isEndedForGood() && !(result instanceof CallResult.Answered) && http.cancelCall() != null) {
            cancel(context, http.cancelCall(), setting);
        }
        return switch (result) {
            case CallResult.Answered answer -> {
                context.log().info(CallRecord.line(request, answer));
                CallRecord.keep(context, null, request, answer);
                yield request.expects(answer.status())
                        ? new RunOutcome.Succeeded(null, false)
                        : new RunOutcome.Failed(verdict.failure(request, answer));
            }
            case CallResult.Unanswered unanswered -> new RunOutcome.Failed(CallVerdict.failure(request, unanswered));
            case CallResult.Ended ended ->
                new RunOutcome.Failed(RunError.of(request + " was interrupted before an answer came", null));
        };
    }

    @Override
    public void close() {
        caller.close();
    }

    /** On a thread of its own: this one is interrupted again and again until it ends. */
    private void cancel(RunContext context, HttpCall call, CallSetting setting) {
        Duration timeout = call.timeout().compareTo(LONGEST_CANCEL) > 0 ? LONGEST_CANCEL : call.timeout();
        CountDownLatch made = new CountDownLatch(1);
        Thread.ofVirtual().name("freshet-cancel-call-" + context.run().id()).start(() -> {
            try {
                makeCancelCall(context, call, timeout, setting);
            } catch (FreshetException e) {
                context.log().error("The cancel-call was not made: " + e.getMessage());
            } finally {
                made.countDown();
            }
        });
        awaitUninterruptibly(made, timeout.plusSeconds(1));
    }

    private void makeCancelCall(RunContext context, HttpCall call, Duration timeout, CallSetting setting) {
        HttpCall bounded = new HttpCall(call.url(), call.method(), call.headers(), call.body(), call.expect(), timeout);
        CallRequest request = composer.compose(bounded, setting.values(), setting.headers());
        context.log().info("Cancel-call: " + request);
        @Nullable
        RunError failure = switch (caller.call(request, () -> false)) {
            case CallResult.Answered answer -> {
                context.log().info(CallRecord.line(request, answer));
                yield request.expects(answer.status()) ? null : verdict.failure(request, answer);
            }
            case CallResult.Unanswered unanswered -> CallVerdict.failure(request, unanswered);
            case CallResult.Ended ended -> RunError.of(request + " was interrupted", null);
        };
        if (failure != null) {
            context.log()
                    .error("The cancel-call failed, so the other side may still be at it: " + failure.message()
                            + (failure.detail() == null ? "" : "\n" + failure.detail()));
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        boolean interrupted = false;
        while (true) {
            try {
                boolean done = latch.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (done || System.nanoTime() >= deadline) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
