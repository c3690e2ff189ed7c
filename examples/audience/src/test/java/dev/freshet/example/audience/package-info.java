// SPDX-License-Identifier: Apache-2.0
@NullMarked
package dev.freshet.example.audience;

import org.jspecify.annotations.NullMarked;
