"""Evaluation: how often the guardrails are right, and which prompt version does better."""
