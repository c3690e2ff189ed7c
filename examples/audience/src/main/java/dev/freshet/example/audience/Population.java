// SPDX-License-Identifier: Apache-2.0
package dev.freshet.example.audience;

import java.util.Arrays;
import java.util.Random;
import java.util.UUID;

/** The simulated users and targets: few are active or popular, most are not (Zipf's law). */
final class Population {

    private static final int TARGETS = 500;
    private static final String BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";

    private final UUID[] users;
    private final double[] talents;
    private final double[] userWeights;
    private final String[] targets;
    private final double[] targetWeights;

    Population(long seed, int size) {
        Random random = new Random(seed);
        users = new UUID[size];
        talents = new double[size];
        for (int i = 0; i < size; i++) {
            users[i] = uuid(random);
            talents[i] = random.nextGaussian();
        }
        targets = new String[TARGETS];
        Arrays.setAll(targets, i -> did(random));
        userWeights = zipf(size, 0.9);
        targetWeights = zipf(TARGETS, 1.0);
    }

    int pickUser(Random random) {
        return pick(userWeights, random);
    }

    String pickTarget(Random random) {
        return targets[pick(targetWeights, random)];
    }

    UUID user(int index) {
        return users[index];
    }

    /** How much better or worse than average a user's numbers are, in standard deviations. */
    double talent(int index) {
        return talents[index];
    }

    /** A random (version 4) UUID that the seed determines. */
    static UUID uuid(Random random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static String did(Random random) {
        StringBuilder did = new StringBuilder("did:plc:");
        for (int i = 0; i < 24; i++) {
            did.append(BASE_32.charAt(random.nextInt(BASE_32.length())));
        }
        return did.toString();
    }

    /** Cumulative weights of ranks 1 to n, where rank r weighs r to the power of -exponent. */
    private static double[] zipf(int n, double exponent) {
        double[] cumulative = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += StrictMath.pow(i + 1.0, -exponent);
            cumulative[i] = sum;
        }
        return cumulative;
    }

    private static int pick(double[] cumulative, Random random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
        return Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
    }
}
