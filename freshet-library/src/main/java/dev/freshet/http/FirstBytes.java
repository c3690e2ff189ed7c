// SPDX-License-Identifier: Apache-2.0
package dev.freshet.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Takes the first bytes of a body and hangs up on the rest. */
final class FirstBytes implements BodySubscriber<FirstBytes> {

    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<FirstBytes> taken = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private boolean whole;

    FirstBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public CompletionStage<FirstBytes> getBody() {
        return taken;
    }

    @Override
    public void onSubscribe(Flow.Subscription asked) {
        subscription = asked;
        asked.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] some = new byte[Math.min(buffer.remaining(), limit - bytes.size())];
            buffer.get(some);
            bytes.writeBytes(some);
            if (buffer.hasRemaining()) {
                hangUp();
                return;
            }
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        taken.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        whole = true;
        taken.complete(this);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    /** Whether there was no more. */
    boolean isWhole() {
        return whole;
    }

    private void hangUp() {
        if (subscription != null) {
            subscription.cancel();
        }
        taken.complete(this);
    }
}
