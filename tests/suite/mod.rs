mod model_protocol;
