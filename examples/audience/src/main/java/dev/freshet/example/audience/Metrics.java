// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The four documents of one simulated analysis.
 *
 * <p>They share a hidden quality, so that they correlate: clout and kudos strongly, flow less, pulse against the rest.
 */
record Metrics(
        @Nullable String flow,
        @Nullable String clout,
        @Nullable String kudos,
        @Nullable String pulse,
        int followers) {

    static Metrics random(Random random, double talent) {
        double quality = 0.6 * talent + 0.8 * random.nextGaussian();
        double flow = score(50 + 9 * quality + 14 * random.nextGaussian());
        double clout = score(40 + 16 * quality + 9 * random.nextGaussian());
        double kudos = score(45 + 15 * quality + 10 * random.nextGaussian());
        double pulse = score(60 - 6 * quality + 15 * random.nextGaussian());
        int posts = (int) flow + random.nextInt(20);
        int followers = (int) (StrictMath.exp(clout / 9) * (0.5 + random.nextDouble()));
        int likes = (int) (kudos * (1 + 3 * random.nextDouble()));
        // Everyone asks for flow, most for the others.
        boolean withClout = random.nextDouble() < 0.85;
        boolean withKudos = random.nextDouble() < 0.8;
        boolean withPulse = random.nextDouble() < 0.6;
        return new Metrics(
                json(flow, "posts", posts, "replies", posts / 3),
                withClout ? json(clout, "followers", followers, "mentions", followers / 40) : null,
                withKudos ? json(kudos, "likes", likes, "reposts", likes / 5) : null,
                withPulse ? json(pulse, "active_hours", (int) (pulse / 5)) : null,
                followers);
    }

    private static double score(double value) {
        return Math.round(Math.max(0, Math.min(100, value)) * 100) / 100.0;
    }

    private static String json(double score, String name, int value) {
        return "{\"score\": " + score + ", \"" + name + "\": " + value + "}";
    }

    private static String json(double score, String first, int firstValue, String second, int secondValue) {
        return "{\"score\": " + score + ", \"" + first + "\": " + firstValue + ", \"" + second + "\": " + secondValue
                + "}";
    }
}
