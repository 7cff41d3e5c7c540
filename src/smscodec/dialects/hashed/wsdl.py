"""The description (WSDL 1.1) of the web service of 003, for a gateway to hand to SOAP clients.

It is what zeep, PHP's SoapClient, Java and .NET make their proxies from: document/literal, one
operation, SOAP 1.1 and 1.2, the types in the order in which ``soap`` writes them. ``StatusCode`` is
a text here and no enumeration, since its values are an open set.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from .soap import NAMESPACE, OPERATION

__all__ = ["wsdl"]

_TEMPLATE = """\
<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions targetNamespace={ns} xmlns:tns={ns}
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
    xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/"
    xmlns:s="http://www.w3.org/2001/XMLSchema">
  <wsdl:types>
    <s:schema elementFormDefault="qualified" targetNamespace={ns}>
      <s:element name="SendSms">
        <s:complexType>
          <s:sequence>
            <s:element minOccurs="0" name="userName" type="s:string"/>
            <s:element minOccurs="0" name="password" type="s:string"/>
            <s:element minOccurs="0" name="sms" type="tns:SmsObject"/>
          </s:sequence>
        </s:complexType>
      </s:element>
      <s:complexType name="SmsObject">
        <s:sequence>
          <s:element minOccurs="0" name="Msisdns" type="s:string"/>
          <s:element minOccurs="0" name="SMSContent" type="s:string"/>
          <s:element minOccurs="0" name="ExtNumber" type="s:string"/>
          <s:element minOccurs="1" name="PlanSendTime" nillable="true" type="s:dateTime"/>
        </s:sequence>
      </s:complexType>
      <s:element name="SendSmsResponse">
        <s:complexType>
          <s:sequence>
            <s:element minOccurs="0" name="SendSmsResult" type="tns:SendResult"/>
          </s:sequence>
        </s:complexType>
      </s:element>
      <s:complexType name="SendResult">
        <s:sequence>
          <s:element minOccurs="0" name="PayType" type="s:int"/>
          <s:element minOccurs="1" name="StatusCode" type="s:string"/>
          <s:element minOccurs="0" name="Description" type="s:string"/>
          <s:element minOccurs="0" name="MsgId" type="s:string"/>
          <s:element minOccurs="0" name="SuccessCounts" type="s:int"/>
          <s:element minOccurs="0" name="BillingCount" type="s:int"/>
          <s:element minOccurs="0" name="Amount" type="s:long"/>
          <s:element minOccurs="0" name="Balance" type="s:decimal"/>
          <s:element minOccurs="0" name="BillingAmount" type="s:decimal"/>
          <s:element minOccurs="0" name="Errors" type="tns:ArrayOfString"/>
          <s:element minOccurs="0" name="AlterSendResult" type="tns:SendResult"/>
          <s:element minOccurs="0" name="CustomId" type="s:string"/>
        </s:sequence>
      </s:complexType>
      <s:complexType name="ArrayOfString">
        <s:sequence>
          <s:element minOccurs="0" maxOccurs="unbounded" name="string" nillable="true" \
type="s:string"/>
        </s:sequence>
      </s:complexType>
    </s:schema>
  </wsdl:types>
  <wsdl:message name="SendSmsSoapIn">
    <wsdl:part name="parameters" element="tns:SendSms"/>
  </wsdl:message>
  <wsdl:message name="SendSmsSoapOut">
    <wsdl:part name="parameters" element="tns:SendSmsResponse"/>
  </wsdl:message>
  <wsdl:portType name="WebServiceSoap">
    <wsdl:operation name="SendSms">
      <wsdl:input message="tns:SendSmsSoapIn"/>
      <wsdl:output message="tns:SendSmsSoapOut"/>
    </wsdl:operation>
  </wsdl:portType>
{bindings}  <wsdl:service name="WebService">
{ports}  </wsdl:service>
</wsdl:definitions>
"""

_BINDING = """\
  <wsdl:binding name="WebService{kind}" type="tns:WebServiceSoap">
    <{soap}:binding transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="SendSms">
      <{soap}:operation soapAction={action} style="document"/>
      <wsdl:input><{soap}:body use="literal"/></wsdl:input>
      <wsdl:output><{soap}:body use="literal"/></wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
"""

_PORT = """\
    <wsdl:port name="WebService{kind}" binding="tns:WebService{kind}">
      <{soap}:address location={location}/>
    </wsdl:port>
"""

_KINDS = {"Soap": "soap", "Soap12": "soap12"}


def wsdl(location: str, namespace: str = NAMESPACE) -> bytes:
    """The WSDL of the service at ``location``, the URL that ends in ``WebService.asmx``."""
    action = quoteattr(namespace + OPERATION)
    bindings = (_BINDING.format(kind=k, soap=s, action=action) for k, s in _KINDS.items())
    ports = (_PORT.format(kind=k, soap=s, location=quoteattr(location)) for k, s in _KINDS.items())
    return _TEMPLATE.format(
        ns=quoteattr(namespace), bindings="".join(bindings), ports="".join(ports)
    ).encode()
